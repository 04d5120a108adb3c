package io.splitmask.eval.probe;

import io.splitmask.config.Problems;
import java.util.List;

/**
 * How nearest neighbours vote.
 *
 * @param neighbours numbers k of neighbours, each of which gives a result
 * @param temperature tau: a neighbour of cosine similarity s has {@code exp(s / tau)} votes
 * @see "recipes, section 4.10; facebookresearch/dino 7c446df, eval_knn.py"
 */
public record KnnRecipe(List<Integer> neighbours, double temperature) {
    /** DINO's. */
    public static final KnnRecipe DINO = new KnnRecipe(List.of(10, 20, 100, 200), 0.07);

    /** Checks the numbers and copies the list. */
    public KnnRecipe {
        neighbours = List.copyOf(neighbours);
        Problems problems = Problems.of("KnnRecipe")
                .require(!neighbours.isEmpty(), "expected one or more numbers of neighbours, got none")
                .positive("temperature", temperature);
        neighbours.forEach(k -> problems.atLeast(1, "neighbours", k));
        problems.throwIfAny();
    }

    /** Returns the same recipe with other numbers of neighbours. */
    public KnnRecipe withNeighbours(Integer... newNeighbours) {
        return new KnnRecipe(List.of(newNeighbours), temperature);
    }

    /** Returns the largest number of neighbours. */
    int largest() {
        return neighbours.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
