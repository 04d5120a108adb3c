package io.splitmask.cli.bench.compare;

import io.splitmask.cli.option.ModelName;
import io.splitmask.nn.VitConfig;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a step that several engines do.
 *
 * @param model named network
 * @param image Hi = Wi in pixels
 * @param patch P in pixels
 * @param batch B
 */
record ComparedCase(ModelName model, int image, int patch, int batch) {
    /** Returns the options of {@code bench step}, and of the peer. */
    List<String> options() {
        return List.of(
                "--model", model.toString(), "--image", "" + image, "--patch", "" + patch, "--batch", "" + batch);
    }

    /** Returns what users type. */
    @Override
    public String toString() {
        return model + ":" + image + ":" + patch + ":" + batch;
    }

    /** Reads {@code MODEL:IMAGE:PATCH:BATCH}. */
    static final class Reader implements ITypeConverter<ComparedCase> {
        @Override
        public ComparedCase convert(String text) {
            String[] parts = text.split(":", -1);
            if (parts.length != 4) {
                throw new TypeConversionException(
                        "expected MODEL:IMAGE:PATCH:BATCH such as vit_micro:64:8:64, got '" + text + "'");
            }
            ModelName model = new ModelName.Reader().convert(parts[0]);
            int image = number(parts[1], text);
            int patch = number(parts[2], text);
            try {
                VitConfig config = VitConfig.named(model.toString(), image, patch);
                return new ComparedCase(model, config.imageHeight(), config.patchSize(), number(parts[3], text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
        }

        private static int number(String part, String text) {
            try {
                int number = Integer.parseInt(part);
                if (number >= 1) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Told below, with what is expected.
            }
            throw new TypeConversionException(
                    "expected whole numbers from 1 for IMAGE, PATCH and BATCH, got '" + part + "' in '" + text + "'");
        }
    }
}
