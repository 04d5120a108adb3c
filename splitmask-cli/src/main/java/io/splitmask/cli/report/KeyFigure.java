package io.splitmask.cli.report;

/**
 * One number in large type.
 *
 * @param value the number with its unit, such as {@code +12.4 points}
 * @param label what it says, a few words
 */
public record KeyFigure(String value, String label) {}
