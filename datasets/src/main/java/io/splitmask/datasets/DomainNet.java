package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a domain of DomainNet: lists with lines such as {@code clipart/aircraft_carrier/clipart_001_000001.jpg 0}.
 * Labels are those of the lists, because a list may lack a class; both lists together name the classes.
 */
final class DomainNet {
    private static final int MAX_CLASSES = 10_000;

    private DomainNet() {}

    static ImageDataset open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        String domain = facts.name();
        DataSetFiles files = DataSetFiles.of(facts, root, domain + "_train.txt", "domainnet", "DomainNet");
        files.require(domain, domain + "_train.txt", domain + "_test.txt");
        FileTree tree = files.tree();
        List<TextLine> train = TextLine.read(tree, domain + "_train.txt");
        List<TextLine> test = TextLine.read(tree, domain + "_test.txt");
        List<String> classes = classes(train, test);
        ImageListBuilder images = new ImageListBuilder(tree, tree.files(domain));
        for (TextLine line : split.choose(train, test)) {
            images.add(path(line), label(line), line.where());
        }
        return images.build(classes);
    }

    private static List<String> classes(List<TextLine> train, List<TextLine> test) throws IOException {
        Map<Integer, String> nameOfLabel = new TreeMap<>();
        for (List<TextLine> lines : List.of(train, test)) {
            for (TextLine line : lines) {
                String name = path(line).split("/")[1];
                String other = nameOfLabel.putIfAbsent(label(line), name);
                if (other != null && !other.equals(name)) {
                    throw line.wrong("expected one class for label " + label(line) + ", got " + other + " and " + name);
                }
            }
        }
        List<String> classes = new ArrayList<>();
        for (Map.Entry<Integer, String> entry : nameOfLabel.entrySet()) {
            while (classes.size() < entry.getKey()) {
                classes.add("class " + classes.size()); // in neither list
            }
            classes.add(entry.getValue());
        }
        return classes;
    }

    private static String path(TextLine line) throws IOException {
        String path = line.text()
                .substring(0, Math.max(0, line.text().lastIndexOf(' ')))
                .strip();
        if (path.split("/").length != 3) {
            throw line.wrong("expected domain/class/file and a label, got '" + line.text() + "'");
        }
        return path;
    }

    private static int label(TextLine line) throws IOException {
        int label = line.number(line.text().substring(line.text().lastIndexOf(' ') + 1), "a label");
        if (label >= MAX_CLASSES) {
            throw line.wrong("expected a label below " + MAX_CLASSES + ", got " + label);
        }
        return label;
    }
}
