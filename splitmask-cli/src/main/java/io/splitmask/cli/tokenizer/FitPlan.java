package io.splitmask.cli.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.option.GivenOptions;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.config.Problems;
import io.splitmask.tokenizers.CodebookKind;
import java.util.Map;

/**
 * Everything on which a codebook depends; kept with an unfinished one.
 *
 * @param kind how words are found
 * @param images that words are found in
 * @param vocabulary V
 * @param patch P of the model in pixels; a word has half of it
 * @param image side of a crop in pixels
 * @param seed of everything random
 * @param clustering for k-means
 * @param options with which it was asked for, as {@link GivenOptions} has them
 */
public record FitPlan(
        CodebookKind kind,
        ImageSelection images,
        int vocabulary,
        int patch,
        int image,
        long seed,
        Clustering clustering,
        Map<String, String> options) {
    /** Pixels of the image to one of the half-size image in which words are looked up. */
    static final int SCALE = 2;

    private static final String KEY = "plan";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks that patches cover the image. */
    public FitPlan {
        options = options == null ? Map.of() : options; // older versions did not note them
        Problems.of("tokenizer fit")
                .require(
                        patch % SCALE == 0,
                        "expected an even --patch, since words are looked up in the image at half size, got " + patch)
                .require(image % patch == 0, "expected --image as a multiple of --patch " + patch + ", got " + image)
                .throwIfAny();
    }

    /** Returns the side of a word in pixels of the half-size image. */
    int wordSide() {
        return patch / SCALE;
    }

    /** Returns how many patches an image has. */
    int patchesPerImage() {
        int grid = image / patch;
        return grid * grid;
    }

    /** Returns the plan as notes beside an unfinished codebook. */
    Map<String, String> notes() throws JsonProcessingException {
        return Map.of(KEY, JSON.writeValueAsString(this));
    }

    /** Reads the plan from such notes. @throws JsonProcessingException if there is none */
    static FitPlan of(Map<String, String> notes) throws JsonProcessingException {
        return JSON.readValue(notes.getOrDefault(KEY, ""), FitPlan.class);
    }
}
