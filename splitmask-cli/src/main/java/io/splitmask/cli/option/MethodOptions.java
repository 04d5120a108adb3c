package io.splitmask.cli.option;

import io.splitmask.masking.MaskingKind;
import io.splitmask.method.MethodEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the model learns without labels. What is not asked for stays as in the literature. */
public final class MethodOptions {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            converter = MethodName.class,
            completionCandidates = MethodName.class,
            defaultValue = "splitmask",
            description = "How it learns: ${COMPLETION-CANDIDATES}; see below. Default: ${DEFAULT-VALUE}.")
    private @Nullable MethodEntry method;

    @Option(
            names = "--set",
            paramLabel = "SETTING=VALUE",
            description = "A setting of the method, as listed below. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--vocab",
            paramLabel = "V",
            converter = PositiveInt.class,
            description = "Visual words of the random-projection tokenizer. Default: ${DEFAULT-VALUE}.")
    private int vocabulary = 8192;

    @Option(
            names = "--masking",
            paramLabel = "KIND",
            description = "How hidden patches are chosen: ${COMPLETION-CANDIDATES}. Default: as the method does.")
    private @Nullable MaskingKind masking;

    @Option(
            names = "--mask-ratio",
            paramLabel = "SHARE",
            description = "Share of the patches that are hidden, 0..1. Default: as the method does.")
    private @Nullable Double maskRatio;

    @Option(
            names = "--decoder-depth",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Blocks of the decoder. Default: as the method does.")
    private @Nullable Integer decoderDepth;

    @Option(
            names = "--no-split",
            description = "Ablation of SplitMask: one branch with mask tokens, as in BEiT; implies --no-match.")
    private boolean noSplit;

    @Option(names = "--no-inpaint", description = "Ablation of SplitMask: do not predict visual words.")
    private boolean noInpaint;

    @Option(names = "--no-match", description = "Ablation of SplitMask: do not match the two descriptors.")
    private boolean noMatch;

    /** Returns the method that was asked for. */
    public MethodEntry method() {
        return Objects.requireNonNull(method, "picocli fills in the default");
    }

    /** Returns how many words a tokenizer has that is made for the run. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Returns what differs from the method's settings in the literature, by name. @throws UsageException if it cannot */
    public Map<String, Object> settings() {
        return settings(Map.of());
    }

    /** Returns the same; what was not asked for is as given. */
    public Map<String, Object> settings(Map<String, Object> defaults) {
        Map<String, Object> changes = new LinkedHashMap<>(defaults);
        put(changes, "masking", masking);
        put(changes, "maskRatio", maskRatio);
        put(changes, "decoderDepth", decoderDepth);
        put(changes, "split", noSplit ? false : null);
        put(changes, "mimWeight", noInpaint ? 0 : null);
        put(changes, "matchWeight", noMatch || noSplit ? 0 : null);
        changes.putAll(settings);
        try {
            method().recipe(changes);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
        return changes;
    }

    private static void put(Map<String, Object> changes, String name, @Nullable Object value) {
        if (value != null) {
            changes.put(name, value);
        }
    }
}
