package io.splitmask.cli.study;

import io.splitmask.cli.report.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was found of one combination, over all its seeds.
 *
 * @param cell the combination, without a seed
 * @param results one for each seed of pre-training
 */
record StudyRow(Cell cell, List<CellResult> results) {
    /** Copies the list. */
    StudyRow {
        results = List.copyOf(results);
    }

    /** Puts the results of equal combinations together, in their order. */
    static List<StudyRow> of(List<CellResult> results) {
        Map<Cell, List<CellResult>> groups = new LinkedHashMap<>();
        results.forEach(result -> groups.computeIfAbsent(result.cell().unseeded(), cell -> new ArrayList<>())
                .add(result));
        return groups.entrySet().stream()
                .map(group -> new StudyRow(group.getKey(), group.getValue()))
                .toList();
    }

    /** Returns top-1 after fine-tuning in percent, over all seeds; empty if there is none. */
    Optional<Sample> finetuned() {
        return sample(result -> result.finetunings().stream()
                .filter(run -> !run.failed())
                .flatMap(run -> run.accuracies().stream())
                .toList());
    }

    /** Returns top-1 of the linear probe of the last block in percent; empty if there is none. */
    Optional<Sample> lastBlock() {
        return depth() == 0 ? Optional.empty() : block(depth() - 1);
    }

    /** Returns how many blocks were probed. */
    int depth() {
        return results.stream()
                .flatMap(result -> result.probe().stream())
                .mapToInt(probe -> probe.accuracies().size())
                .max()
                .orElse(0);
    }

    /** Returns top-1 of the linear probe of a block in percent. @param number from 0 */
    Optional<Sample> block(int number) {
        return sample(result -> result.probe().stream()
                .map(probe -> probe.accuracies().get(number))
                .toList());
    }

    /** Returns the number, from 0, of the block whose probe is the best in the mean. */
    int bestBlock() {
        int best = 0;
        for (int number = 1; number < depth(); number++) {
            best = mean(number) > mean(best) ? number : best;
        }
        return best;
    }

    private double mean(int number) {
        return block(number).map(Sample::mean).orElse(0.0);
    }

    /** Returns the minutes that pre-training took; empty without, or if they are not known. */
    Optional<Sample> minutes() {
        return sample(result -> result.pretraining().stream()
                .filter(run -> run.seconds() > 0)
                .map(run -> run.seconds() / 60)
                .toList());
    }

    /** Returns what pre-training did; empty without. */
    Optional<StageResult> pretraining() {
        return results.get(0).pretraining();
    }

    /** Returns what went wrong, once each. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (CellResult result : results) {
            result.pretraining().ifPresent(run -> failures.add(run.failure()));
            result.finetunings().forEach(run -> failures.add(run.failure()));
        }
        return failures.stream().filter(text -> !text.isEmpty()).distinct().toList();
    }

    private Optional<Sample> sample(Function<CellResult, List<Double>> values) {
        List<Double> all = results.stream()
                .flatMap(result -> values.apply(result).stream())
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(new Sample(all));
    }
}
