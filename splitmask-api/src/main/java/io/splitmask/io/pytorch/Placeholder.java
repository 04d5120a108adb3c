package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;

/**
 * A class or function that the file names, or an object that would be made with it. It is a name and nothing else: no
 * code is looked up, and what the file would pass to it is dropped.
 *
 * @param type module and name, such as {@code argparse.Namespace}
 */
record Placeholder(String type) {
    @Override
    public String toString() {
        return OneLine.of(type);
    }
}
