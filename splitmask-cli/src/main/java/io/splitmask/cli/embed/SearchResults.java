package io.splitmask.cli.embed;

import io.splitmask.cli.report.ContactSheet;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a search found.
 *
 * @param images that were searched
 * @param queries what was looked for
 * @param nearest to each query, in the same order
 */
record SearchResults(ImageDataset images, List<Query> queries, List<Nearest> nearest) {
    /** Returns the page. @param summary says how it was searched */
    ContactSheet sheet(String summary) throws IOException {
        List<ContactSheet.Row> rows = new ArrayList<>();
        for (int q = 0; q < queries.size(); q++) {
            List<ContactSheet.Tile> tiles = new ArrayList<>();
            for (Nearest.Neighbour neighbour : nearest.get(q).found()) {
                Image image = Thumbnail.of(images.read(neighbour.index()));
                tiles.add(new ContactSheet.Tile(image, images.name(neighbour.index()), number(neighbour.similarity())));
            }
            Query asked = queries.get(q);
            rows.add(new ContactSheet.Row(
                    new ContactSheet.Tile(Thumbnail.of(asked.image()), asked.name(), "query"), tiles));
        }
        return new ContactSheet("Nearest among " + images.size() + " images", summary, rows);
    }

    /** Returns the results for scripts. @param page where the page is */
    Map<String, Object> facts(Path page) {
        List<Map<String, Object>> answers = new ArrayList<>();
        for (int q = 0; q < queries.size(); q++) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("query", queries.get(q).name());
            answer.put(
                    "nearest",
                    nearest.get(q).found().stream()
                            .map(found -> Map.of(
                                    "image", images.name(found.index()), "similarity", (Object) found.similarity()))
                            .toList());
            answers.add(answer);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("queries", answers);
        facts.put("page", page.toString());
        return facts;
    }

    /** Prints a table for each query. */
    void print(PrintWriter out) {
        for (int q = 0; q < queries.size(); q++) {
            out.println("similarity   " + queries.get(q).name());
            for (Nearest.Neighbour found : nearest.get(q).found()) {
                out.printf(Locale.ROOT, "%10s   %s%n", number(found.similarity()), images.name(found.index()));
            }
            out.println();
        }
    }

    private static String number(double similarity) {
        return String.format(Locale.ROOT, "%.3f", similarity);
    }
}
