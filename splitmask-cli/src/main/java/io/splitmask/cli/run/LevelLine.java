package io.splitmask.cli.run;

/**
 * A level that curves are compared with.
 *
 * @param name what the legend says
 * @param value on the y axis
 */
record LevelLine(String name, double value) {}
