package io.splitmask.cli.option;

import io.splitmask.spi.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a precision. */
final class PrecisionName implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
        try {
            return Precision.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
