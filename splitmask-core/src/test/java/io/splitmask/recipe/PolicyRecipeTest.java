package io.splitmask.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRecipeTest {
    @ParameterizedTest
    @CsvSource({
        "none, NONE, 0, 0",
        "auto, AUTO_AUGMENT, 0, 0",
        "original, AUTO_AUGMENT, 0, 0",
        "rand-m9, RAND_AUGMENT, 9, 0.5",
        "rand-m7-mstd0.5-inc1, RAND_AUGMENT, 7, 0.5",
        "rand-m4.5-mstd1, RAND_AUGMENT, 4.5, 1",
        "rand-m10-inc1, RAND_AUGMENT, 10, 0.5"
    })
    void understandsNames(String text, PolicyRecipe.Kind kind, double magnitude, double deviation) {
        PolicyRecipe policy = PolicyRecipe.of(text);
        assertThat(policy).isEqualTo(new PolicyRecipe(kind, magnitude, deviation));
        assertThat(PolicyRecipe.of(policy.toString())).isEqualTo(policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rand", "rand-m", "rand-m9-n3", "rand-m-1", "v0", "Rand-m9 "})
    void saysWhatItExpects(String text) {
        assertThatThrownBy(() -> PolicyRecipe.of(text))
                .hasMessage("policy: expected none, auto or rand-mM with a magnitude M from 0 to 10, such as rand-m9 or"
                        + " rand-m7-mstd0.5-inc1, got " + text);
    }

    @Test
    void rejectsNumbersOutOfRange() {
        assertThatThrownBy(() -> PolicyRecipe.of("rand-m11"))
                .hasMessage("PolicyRecipe: expected magnitude from 0 to 10, got 11.0");
        assertThatThrownBy(() -> new PolicyRecipe(PolicyRecipe.Kind.RAND_AUGMENT, 9, -1))
                .hasMessageContaining("expected deviation >= 0, got -1.0");
    }
}
