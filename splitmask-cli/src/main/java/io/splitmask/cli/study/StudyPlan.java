package io.splitmask.cli.study;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A study as a plan file describes it.
 *
 * @param name what users type, or the name of the file
 * @param title one line: what is asked
 * @param description what the paper did and found, one or two sentences; may be empty
 * @param show what the results are about
 * @param settings what runs here
 * @param paper the paper's own settings, for a machine that can run them; null if there are none
 */
record StudyPlan(
        String name,
        String title,
        String description,
        StudyView show,
        StudySettings settings,
        @Nullable StudySettings paper) {
    Optional<StudySettings> ofPaper() {
        return Optional.ofNullable(paper);
    }
}
