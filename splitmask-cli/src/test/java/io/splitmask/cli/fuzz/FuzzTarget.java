package io.splitmask.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A parser, and a folder of files that it reads.
 *
 * @param name of the format
 * @param files the whole ones by name; each input is the folder with one of them damaged
 * @param damaged names of those that may be
 * @param repair makes up for checksums that would end the reading of a damaged file at once; done to every second input
 * @param reading reads the files, whole and to the end
 */
record FuzzTarget(
        String name, Map<String, byte[]> files, List<String> damaged, UnaryOperator<byte[]> repair, Reading reading) {
    /** Reads what a target holds. */
    interface Reading {
        /**
         * Reads a folder.
         *
         * @param damaged the file in it that is not whole
         * @throws IOException if it is refused, which is one of the two right answers
         */
        void read(Path folder, Path damaged) throws IOException;
    }

    /** A format without checksums, of which every file may be damaged. */
    static FuzzTarget of(String name, Map<String, byte[]> files, Reading reading) {
        List<String> damaged = files.keySet().stream().sorted().toList();
        return new FuzzTarget(name, files, damaged, UnaryOperator.identity(), reading);
    }

    /** The same, of which only some files are damaged. */
    FuzzTarget damaging(String... names) {
        return new FuzzTarget(name, files, List.of(names), repair, reading);
    }

    /** The same, with checksums that are right in every second input. */
    FuzzTarget repairedBy(UnaryOperator<byte[]> checksums) {
        return new FuzzTarget(name, files, damaged, checksums, reading);
    }

    /** Returns a file as it is when it is whole. */
    byte[] whole(String file) {
        return Objects.requireNonNull(files.get(file), file);
    }
}
