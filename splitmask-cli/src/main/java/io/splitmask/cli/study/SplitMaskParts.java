package io.splitmask.cli.study;

import io.splitmask.method.MethodRecipe;
import io.splitmask.method.Methods;
import io.splitmask.method.beit.BeitRecipe;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import java.util.List;

/** Which parts of SplitMask a method has, as the columns of the study's table 8 say. */
final class SplitMaskParts {
    private static final String SPLIT = "split";
    private static final String INPAINT = "inpaint";
    private static final String MATCH = "match";

    /** The parts, in the order of the table. */
    static final List<String> NAMES = List.of(SPLIT, INPAINT, MATCH);

    private SplitMaskParts() {}

    /** Returns whether a method has a part: yes, no, or - where that cannot be asked. */
    static String of(StudyMethod method, String part) {
        return Methods.known().stream()
                .filter(entry -> entry.name().equals(method.method()))
                .findFirst()
                .map(entry -> of(entry.recipe(method.set()), part))
                .orElse("-");
    }

    private static String of(MethodRecipe recipe, String part) {
        if (recipe instanceof BeitRecipe) {
            return part.equals(INPAINT) ? "yes" : "no";
        }
        if (recipe instanceof SplitMaskRecipe own) {
            boolean has =
                    switch (part) {
                        case SPLIT -> own.split();
                        case INPAINT -> own.inpaint();
                        default -> own.match();
                    };
            return has ? "yes" : "no";
        }
        return "-";
    }
}
