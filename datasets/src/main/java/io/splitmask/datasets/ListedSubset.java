package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.RelativeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The images that a list names, one a line: the file's name, such as {@code n01440764_10026.JPEG}, or as many of its
 * folders as tell it from others, such as {@code cat/1.jpg}.
 *
 * @param list a text file
 */
public record ListedSubset(Path list) implements Subset {
    @Override
    public ImageDataset of(ImageDataset all) throws IOException {
        Map<String, List<Integer>> positionsOfFile = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            positionsOfFile
                    .computeIfAbsent(fileName(all.name(i)), name -> new ArrayList<>(1))
                    .add(i);
        }
        List<TextLine> lines =
                TextLine.read(FileTree.around(list), list.getFileName().toString());
        Set<Integer> chosen = new HashSet<>();
        for (TextLine line : lines) {
            int position = position(all, positionsOfFile, line);
            if (!chosen.add(position)) {
                throw line.wrong("expected names to differ, got '" + line.text() + "' twice");
            }
        }
        List<Integer> positions = new ArrayList<>(chosen);
        positions.sort(null);
        return new ImageSubset(all, positions);
    }

    private static int position(ImageDataset all, Map<String, List<Integer>> positionsOfFile, TextLine line)
            throws IOException {
        String wanted = line.text();
        List<Integer> found = positionsOfFile.getOrDefault(fileName(wanted), List.of()).stream()
                .filter(position -> isEnd(wanted, all.name(position)))
                .toList();
        if (found.isEmpty()) {
            throw line.wrong(
                    "there is no training image '" + wanted + "' among " + all.size() + " such as " + all.name(0));
        }
        if (found.size() > 1) {
            throw line.wrong("'" + wanted + "' may be " + all.name(found.get(0)) + " or " + all.name(found.get(1))
                    + "; expected more of its folders");
        }
        return found.get(0);
    }

    private static boolean isEnd(String wanted, String name) {
        String path = name.replace('\\', '/');
        return path.endsWith("/" + wanted) || path.endsWith("!" + wanted) || path.equals(wanted);
    }

    private static String fileName(String name) {
        String last = RelativeName.lastPart(name.replace('\\', '/'));
        return last.substring(last.lastIndexOf('!') + 1);
    }
}
