package io.splitmask.cli.report;

/**
 * A named value, as text.
 *
 * @param name what users type or read, such as {@code batch}
 * @param value its value
 */
public record Setting(String name, String value) {}
