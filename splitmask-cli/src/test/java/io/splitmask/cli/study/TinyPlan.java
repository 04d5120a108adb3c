package io.splitmask.cli.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A study that takes seconds: one small network, two shares of the embedded images, two fine-tunings from each. */
final class TinyPlan {
    /** Optimizer steps of its longer pre-training. */
    static final int UPDATES = 32;

    private TinyPlan() {}

    static Path write(Path folder) throws IOException {
        return Files.writeString(Files.createDirectories(folder).resolve("tiny.json"), """
                {
                  "title": "A tiny study",
                  "show": "ablation",
                  "settings": {
                    "image": 32,
                    "vocabulary": 32,
                    "methods": [
                      "scratch",
                      {"label": "mine", "method": "splitmask", "set": {"decoderDepth": 1}, "paper": {"hours": 34}}
                    ],
                    "fractions": [0.025, 0.05],
                    "epochs": [2],
                    "constantUpdates": false,
                    "finetuneSeeds": [0, 1],
                    "pretrain": {"batch": 16},
                    "finetune": {"epochs": 1, "batch": 64},
                    "probe": {"epochs": 2, "batch": 64}
                  }
                }
                """);
    }
}
