package io.splitmask.cli.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The sizes of Vision Transformer, as users type them. */
public enum ModelName {
    /** Width 96, 4 layers, 3 heads: for trying out. */
    VIT_MICRO,
    /** ViT-Ti. */
    VIT_TINY,
    /** ViT-S. */
    VIT_SMALL,
    /** ViT-B. */
    VIT_BASE,
    /** ViT-L. */
    VIT_LARGE;

    /** Returns what users type. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name; picocli's own reader would offer the names of the constants too. */
    public static final class Reader implements ITypeConverter<ModelName> {
        @Override
        public ModelName convert(String text) {
            for (ModelName model : values()) {
                if (model.toString().equals(text)) {
                    return model;
                }
            }
            String known = Arrays.stream(values()).map(ModelName::toString).collect(Collectors.joining(", "));
            throw new TypeConversionException("unknown model '" + text + "'; known: " + known);
        }
    }
}
