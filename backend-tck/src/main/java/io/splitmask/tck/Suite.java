package io.splitmask.tck;

import java.util.function.Supplier;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A theme of rules. Every test method is one rule, {@code K042_claim}, listed in RULES.md. */
@ExtendWith(RuleExtension.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
abstract class Suite {
    private final Supplier<Bench> bench;

    Suite(Supplier<Bench> bench) {
        this.bench = bench;
    }

    /** Returns the opened backend; ends the test as skipped if the backend cannot run here. */
    final Bench bench() {
        return bench.get();
    }
}
