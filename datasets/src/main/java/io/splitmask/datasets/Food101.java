package io.splitmask.datasets;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.files.FileTree;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Food-101: class folders in {@code images}, and lists of {@code class/id} for training and tests. */
final class Food101 {
    private Food101() {}

    static ImageDataset open(DataSetFacts facts, FileTree root, Split split) throws IOException {
        DataSetFiles files = DataSetFiles.of(facts, root, "meta", "food-101");
        String list = split.choose("meta/train.txt", "meta/test.txt");
        files.require("images", "meta/classes.txt", list);
        FileTree tree = files.tree();
        List<String> classes = TextLine.read(tree, "meta/classes.txt").stream()
                .map(TextLine::text)
                .toList();
        Map<String, Integer> labelOfClass = new HashMap<>();
        classes.forEach(name -> labelOfClass.put(name, labelOfClass.size()));
        ImageListBuilder images = new ImageListBuilder(tree, tree.files("images"));
        for (TextLine line : TextLine.read(tree, list)) {
            int slash = line.text().indexOf('/');
            Integer label = labelOfClass.get(line.text().substring(0, Math.max(0, slash)));
            if (label == null) {
                throw line.wrong("expected class/id with a class of meta/classes.txt, got '" + line.text() + "'");
            }
            images.add("images/" + line.text() + ".jpg", label, line.where());
        }
        return images.build(classes);
    }
}
