package io.splitmask.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MethodEntryTest {
    private static final MethodCatalogue METHODS = new MethodCatalogue(Methods.known());
    private static final MethodEntry SPLITMASK = METHODS.entry("splitmask");

    @Test
    void settingsAreChangedByNameAndFromText() {
        assertThat(SPLITMASK.recipe(Map.of())).isEqualTo(SplitMaskRecipe.PAPER);
        assertThat(SPLITMASK.recipe(Map.of("decoderDepth", "1", "temperature", 0.5, "masking", "UNIFORM")))
                .isInstanceOfSatisfying(SplitMaskRecipe.class, recipe -> {
                    assertThat(recipe.decoderDepth()).isEqualTo(1);
                    assertThat(recipe.temperature()).isEqualTo(0.5);
                    assertThat(recipe.masking()).hasToString("UNIFORM");
                    assertThat(recipe.maskRatio()).isEqualTo(SplitMaskRecipe.PAPER.maskRatio());
                });
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> SPLITMASK.recipe(Map.of("decoder", 1)))
                .hasMessageStartingWith("unknown setting 'decoder' of splitmask; known: decoderDepth, ");
        assertThatThrownBy(() -> SPLITMASK.recipe(Map.of("maskRatio", 2)))
                .hasMessage("splitmask: SplitMaskRecipe: expected maskRatio above 0 and below 1, got 2.0");
        assertThatThrownBy(() -> SPLITMASK.recipe(Map.of("decoderDepth", "two")))
                .hasMessageStartingWith("splitmask: decoderDepth: ")
                .hasMessageContaining("two");
    }

    static Stream<Arguments> valuesOfTheWrongKind() {
        return Stream.of(
                Arguments.of("decoderDepth", 2.7),
                Arguments.of("decoderDepth", "2.7"),
                Arguments.of("decoderDepth", ""),
                Arguments.of("temperature", ""),
                Arguments.of("masking", "1"),
                Arguments.of("masking", 1),
                Arguments.of("split", 1),
                Arguments.of("split", "2"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfTheWrongKind")
    void valuesOfTheWrongKindAreNotBent(String setting, Object value) {
        assertThatThrownBy(() -> SPLITMASK.recipe(Map.of(setting, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("splitmask: " + setting + ": ");
    }

    @Test
    void unknownMethodsAreAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> METHODS.entry("dyno"))
                .hasMessageStartingWith("unknown method 'dyno'; known: splitmask");
        assertThatThrownBy(() -> new MethodCatalogue(List.of(SPLITMASK, SPLITMASK)))
                .hasMessage("two methods are called 'splitmask'");
    }

    @Test
    void guiceOffersEveryMethod() {
        Set<MethodEntry> bound =
                Guice.createInjector(new CoreModule()).getInstance(Key.get(new TypeLiteral<Set<MethodEntry>>() {}));
        assertThat(bound).containsExactlyElementsOf(Methods.known());
    }
}
