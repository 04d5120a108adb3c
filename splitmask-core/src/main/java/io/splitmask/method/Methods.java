package io.splitmask.method;

import io.splitmask.method.beit.BeitRecipe;
import io.splitmask.method.dino.DinoRecipe;
import io.splitmask.method.mae.MaeRecipe;
import io.splitmask.method.mocov3.MocoV3Recipe;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.method.supervised.SupervisedRecipe;
import io.splitmask.recipe.PretrainRecipe;
import java.util.List;

/** The methods of this library. A new one is a package of its own and an entry here. */
public final class Methods {
    private static final List<MethodEntry> KNOWN = List.of(
            new MethodEntry(
                    "splitmask",
                    "each half of the patches is encoded apart; each predicts the visual words of the other, and both "
                            + "must agree on what the image is",
                    SplitMaskRecipe.PAPER,
                    PretrainRecipe.SPLITMASK),
            new MethodEntry(
                    "beit",
                    "blocks of patches are hidden behind a mask token; the network sees the others and predicts the "
                            + "visual words of the hidden ones",
                    BeitRecipe.PUBLISHED,
                    PretrainRecipe.BEIT),
            new MethodEntry(
                    "dino",
                    "a student sees large and small crops of an image and predicts from each how its own moving "
                            + "average sorts the large ones",
                    DinoRecipe.DEFAULT,
                    PretrainRecipe.DINO),
            new MethodEntry(
                    "mocov3",
                    "one view of an image must find the other among those of the batch, as a moving average of the "
                            + "network sees them",
                    MocoV3Recipe.PAPER,
                    PretrainRecipe.MOCO_V3),
            new MethodEntry(
                    "mae",
                    "a quarter of the patches is encoded; a small decoder paints the pixels of the others",
                    MaeRecipe.PAPER,
                    PretrainRecipe.MAE),
            new MethodEntry(
                    "supervised",
                    "a classifier learns the labels of the images, mixed in pairs; its head is left behind",
                    SupervisedRecipe.DEIT,
                    PretrainRecipe.DEIT));

    private Methods() {}

    /** Returns all methods, in the order in which they are listed. */
    public static List<MethodEntry> known() {
        return KNOWN;
    }
}
