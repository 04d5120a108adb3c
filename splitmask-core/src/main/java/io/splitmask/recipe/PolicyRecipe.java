package io.splitmask.recipe;

import io.splitmask.config.Problems;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A policy of changes of a training image beyond crop and flip.
 *
 * @param kind which policy
 * @param magnitude mean strength of RandAugment, 0 to 10; 0 for the others
 * @param deviation standard deviation of the strength
 * @see "recipes, section 4.4"
 */
public record PolicyRecipe(Kind kind, double magnitude, double deviation) {
    /** Standard deviation of the strength in all recipes: {@value}. */
    public static final double DEFAULT_DEVIATION = 0.5;
    /** No policy. */
    public static final PolicyRecipe NONE = new PolicyRecipe(Kind.NONE, 0, 0);
    /** AutoAugment's policy for ImageNet, with magnitudes as they were found. */
    public static final PolicyRecipe AUTO_AUGMENT = new PolicyRecipe(Kind.AUTO_AUGMENT, 0, 0);

    /** How texts are built, for messages. */
    private static final String FORM =
            "none, auto or rand-mM with a magnitude M from 0 to 10, such as rand-m9 or rand-m7-mstd0.5-inc1";

    private static final Pattern RAND =
            Pattern.compile("rand-m(\\d{1,2}(?:\\.\\d+)?)(?:-mstd(\\d{1,3}(?:\\.\\d+)?))?(?:-inc1)?");

    /** Which policy. */
    public enum Kind {
        /** None. */
        NONE,
        /** Operations drawn from 15 that grow stronger with the magnitude. */
        RAND_AUGMENT,
        /** One of 25 pairs of operations that a search has found. */
        AUTO_AUGMENT
    }

    /** Checks the numbers. */
    public PolicyRecipe {
        Problems.of("PolicyRecipe")
                .require(magnitude >= 0 && magnitude <= 10, "expected magnitude from 0 to 10, got " + magnitude)
                .notNegative("deviation", deviation)
                .throwIfAny();
    }

    /**
     * Returns RandAugment with the usual deviation.
     *
     * @param magnitude mean strength, 0 to 10
     */
    public static PolicyRecipe randAugment(double magnitude) {
        return new PolicyRecipe(Kind.RAND_AUGMENT, magnitude, DEFAULT_DEVIATION);
    }

    /**
     * Understands what {@link #toString} gives, and the names that timm has for the same.
     *
     * @param text {@code none}, {@code auto}, or {@code rand-m9-mstd0.5-inc1} of which the end may be missing
     * @throws IllegalArgumentException if it is none of these
     */
    public static PolicyRecipe of(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        if (text.equals("auto") || text.equals("original")) {
            return AUTO_AUGMENT;
        }
        Matcher rand = RAND.matcher(text);
        if (!rand.matches()) {
            throw new IllegalArgumentException("policy: expected " + FORM + ", got " + text);
        }
        String deviation = rand.group(2);
        return new PolicyRecipe(
                Kind.RAND_AUGMENT,
                Double.parseDouble(rand.group(1)),
                deviation == null ? DEFAULT_DEVIATION : Double.parseDouble(deviation));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case AUTO_AUGMENT -> "auto";
            case RAND_AUGMENT -> "rand-m" + magnitude + "-mstd" + deviation + "-inc1";
        };
    }
}
