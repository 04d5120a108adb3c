package io.splitmask.cli.probe;

/**
 * What a kind of classifier calls its parts.
 *
 * @param setting what is chosen for each classifier, for people
 * @param settings the same of several, at the start of a sentence
 * @param column the same in tables
 * @param key the same for scripts
 * @param pass about one look at each image
 */
record ProbeWords(String setting, String settings, String column, String key, String pass) {}
