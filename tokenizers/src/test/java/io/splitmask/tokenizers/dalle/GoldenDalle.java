package io.splitmask.tokenizers.dalle;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensors;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tensor.Tensor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Cases {@code dalle_encoder*} on one backend. */
abstract class GoldenDalle extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> encoder() {
        return family("dalle_encoder", GoldenDalle::check);
    }

    private static void check(GoldenCase golden, Backend backend) {
        DalleTokenizer tokenizer = tokenizer(golden, backend);
        Tensor images = GoldenTensors.floats(backend, golden, "in/images_half");
        GoldenTensors.check(golden, "out/logits", tokenizer.logits(images));
        GoldenTensors.check(golden, "out/tokens", tokenizer.tokens(images));
    }

    /** Makes the tokenizer of a case. */
    static DalleTokenizer tokenizer(GoldenCase golden, Backend backend) {
        DalleConfig config = new DalleConfig(
                golden.config().path("hidden").intValue(),
                golden.config().path("vocab").intValue());
        DalleEncoder encoder = new DalleEncoder(backend, config);
        GoldenTensors.load(golden, "w/", encoder.parameters());
        return new DalleTokenizer(backend, encoder, numbers(golden, "mean"), numbers(golden, "std"));
    }

    /** Returns a list of numbers from the configuration. */
    static double[] numbers(GoldenCase golden, String key) {
        return StreamSupport.stream(golden.config().path(key).spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }
}
