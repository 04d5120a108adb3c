package io.splitmask.cli.study;

import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Says how an interrupted study goes on.
 *
 * @param print hears it
 * @param folder of the study
 */
record StudyHint(Consumer<String> print, Path folder) implements TrainListener {
    void say() {
        print.accept("interrupted; go on with: splitmask study --resume " + folder);
    }

    @Override
    public void onEnd(TrainingResult result) {
        if (!result.completed()) {
            say();
        }
    }
}
