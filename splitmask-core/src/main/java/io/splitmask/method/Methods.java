package io.splitmask.method;

import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.recipe.PretrainRecipe;
import java.util.List;

/** The methods of this library. A new one is a package of its own and an entry here. */
public final class Methods {
    private static final List<MethodEntry> KNOWN = List.of(new MethodEntry(
            "splitmask",
            "each half of the patches is encoded apart; each predicts the visual words of the other, and both must "
                    + "agree on what the image is",
            SplitMaskRecipe.PAPER,
            PretrainRecipe.SPLITMASK));

    private Methods() {}

    /** Returns all methods, in the order in which they are listed. */
    public static List<MethodEntry> known() {
        return KNOWN;
    }
}
