package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * Random changes of colour.
 *
 * @param probability of changing an image at all
 * @param brightness factor drawn from [max(0, 1 - x), 1 + x]
 * @param contrast factor drawn likewise
 * @param saturation factor drawn likewise
 * @param hue shift drawn from [-x, x], in turns; at most 0.5
 */
public record ColourJitter(double probability, double brightness, double contrast, double saturation, double hue) {
    /** Colours stay as they are. */
    public static final ColourJitter NONE = new ColourJitter(0, 0, 0, 0, 0);
    /** BEiT's: always, without hue. */
    public static final ColourJitter BEIT = new ColourJitter(1, 0.4, 0.4, 0.4, 0);
    /** That of BYOL, DINO and MoCo v3. */
    public static final ColourJitter BYOL = new ColourJitter(0.8, 0.4, 0.4, 0.2, 0.1);

    /** Checks the numbers. */
    public ColourJitter {
        Problems.of("ColourJitter")
                .share("probability", probability)
                .notNegative("brightness", brightness)
                .notNegative("contrast", contrast)
                .notNegative("saturation", saturation)
                .require(hue >= 0 && hue <= 0.5, "expected hue from 0 to 0.5, got " + hue)
                .throwIfAny();
    }

    /**
     * Returns a change of brightness, contrast and saturation of every image.
     *
     * @param strength of each; 0 for none
     */
    public static ColourJitter ofStrength(double strength) {
        return strength == 0 ? NONE : new ColourJitter(1, strength, strength, strength, 0);
    }
}
