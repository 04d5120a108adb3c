package io.splitmask.cli.option;

import io.splitmask.method.MethodEntry;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainPresets;
import io.splitmask.recipe.PretrainRecipe;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How images are changed before pre-training. What is not asked for stays as the method has it. */
public final class ViewOptions {
    /** Smaller crops of the small images that a processor can train on show next to nothing. */
    private static final double MIN_CROP = 0.2;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = PresetNames.class,
            completionCandidates = PresetNames.class,
            description =
                    "As the paper does on small data sets (cars, clipart, painting, sketch): colour jitter, greyscale, blur "
                            + "and solarisation, and for splitmask uniform masking of 75 %%; or on ade20k: crops of at most a quarter "
                            + "of the image. For methods that see an image once.")
    private @Nullable String preset;

    @Option(
            names = "--min-crop",
            paramLabel = "SHARE",
            description = "Smallest share of an image in a crop, above 0 to 1. Default: the preset's 0.08, else the "
                    + "method's, but at least 0.2.")
    private @Nullable Double minCrop;

    @Option(
            names = "--max-crop",
            paramLabel = "SHARE",
            description = "Largest share of an image in a crop. Default: the preset's, else the method's.")
    private @Nullable Double maxCrop;

    @Option(
            names = "--flip",
            paramLabel = "SHARE",
            description = "Share of the crops that are swapped left and right. Default: 0.5.")
    private @Nullable Double flip;

    @Option(
            names = "--jitter",
            paramLabel = "STRENGTH",
            description = "Random brightness, contrast and saturation, 0 for none. Default: as the method does.")
    private @Nullable Double jitter;

    @Option(
            names = "--greyscale",
            paramLabel = "SHARE",
            description = "Share of the crops without colour. Default: as the method does.")
    private @Nullable Double greyscale;

    @Option(
            names = "--blur",
            paramLabel = "SHARE",
            description = "Share of the crops that are blurred. Default: as the method does.")
    private @Nullable Double blur;

    @Option(
            names = "--solarise",
            paramLabel = "SHARE",
            description = "Share of the crops whose bright values are inverted. Default: as the method does.")
    private @Nullable Double solarise;

    /** Returns a recipe with what was asked for. @throws UsageException if a value is out of its range */
    public PretrainRecipe apply(MethodEntry method, PretrainRecipe recipe) {
        if (preset != null && recipe.numViews() > 1) {
            throw new UsageException("--preset is for methods that see an image once, such as splitmask; "
                    + method.name() + " compares " + recipe.numViews() + " views of it");
        }
        try {
            return recipe.withAugmentations(this::changed);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    /** Returns what the preset changes in the settings of a method, by name. */
    public Map<String, Object> settings(MethodEntry method) {
        Map<String, Object> settings =
                preset == null ? Map.of() : PretrainPresets.named(preset).settings();
        return method.settings().keySet().containsAll(settings.keySet()) ? settings : Map.of();
    }

    private PretrainAugmentation changed(PretrainAugmentation own) {
        PretrainAugmentation base = preset == null
                ? own.withMinCropArea(Math.max(MIN_CROP, own.minCropArea()))
                : PretrainPresets.named(preset).augmentation();
        double most = maxCrop == null ? base.maxCropArea() : maxCrop;
        return new PretrainAugmentation(
                minCrop == null ? Math.min(base.minCropArea(), most) : minCrop,
                most,
                base.resampling(),
                flip == null ? base.flipProbability() : flip,
                jitter == null ? base.jitter() : ColourJitter.ofStrength(jitter),
                greyscale == null ? base.greyscaleProbability() : greyscale,
                blur == null ? base.blurProbability() : blur,
                solarise == null ? base.solariseProbability() : solarise);
    }

    /** The names of the presets: for help, completion and checking. */
    static final class PresetNames implements Iterable<String>, ITypeConverter<String> {
        @Override
        public Iterator<String> iterator() {
            return PretrainPresets.names().iterator();
        }

        @Override
        public String convert(String name) {
            try {
                PretrainPresets.named(name);
                return name;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
