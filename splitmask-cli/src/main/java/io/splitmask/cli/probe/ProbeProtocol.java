package io.splitmask.cli.probe;

import io.splitmask.cli.option.UsageException;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.probe.ProbeRecipe;
import io.splitmask.nn.VitConfig;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Linear probes as papers have them. @see "recipes, section 4.9" */
enum ProbeProtocol {
    /** Every block by itself: the study's figure 5. */
    BEIT(ProbeRecipe.BEIT),
    /** Class tokens of the last four blocks; of ViT-B and larger, both tokens of the last. */
    DINO(ProbeRecipe.DINO) {
        @Override
        FeatureRecipe features(VitConfig model) {
            return model.width() >= VIT_BASE_WIDTH ? FeatureRecipe.LAST_BOTH : FeatureRecipe.LAST_FOUR;
        }
    },
    /** The class token. */
    MOCOV3(ProbeRecipe.MOCO_V3) {
        @Override
        FeatureRecipe features(VitConfig model) {
            return FeatureRecipe.CLASS_TOKEN;
        }
    },
    /** The class token, normalised over the batch, and LARS. */
    MAE(ProbeRecipe.MAE) {
        @Override
        FeatureRecipe features(VitConfig model) {
            return FeatureRecipe.CLASS_TOKEN;
        }
    };

    private static final int VIT_BASE_WIDTH = 768;

    private final ProbeRecipe training;

    ProbeProtocol(ProbeRecipe training) {
        this.training = training;
    }

    /** Returns what is taken from the network. */
    FeatureRecipe features(VitConfig model) {
        return FeatureRecipe.EVERY_BLOCK;
    }

    /** Returns the same for a network of any depth. @throws UsageException if it has too few blocks */
    FeatureRecipe checkedFeatures(VitConfig model) {
        FeatureRecipe features = features(model);
        if (features.lastBlocks() > model.depth()) {
            throw new UsageException("--protocol " + this + " takes the last " + features.lastBlocks()
                    + " blocks, and the model has " + model.depth());
        }
        return features;
    }

    /** Returns how the classifier is trained. */
    ProbeRecipe training() {
        return training;
    }

    /** Returns what users type. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name. */
    static final class Reader implements ITypeConverter<ProbeProtocol> {
        @Override
        public ProbeProtocol convert(String text) {
            return Arrays.stream(values())
                    .filter(protocol -> protocol.toString().equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "unknown protocol '" + text + "'; known: " + Arrays.toString(values())));
        }
    }
}
