package io.splitmask.method.mae;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.io.SafetensorsFile;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.tck.golden.GoldenCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The checkpoint of a stored case, by the names of Hugging Face. */
final class PublishedMae {
    private static final Map<String, String> PARTS = Map.of(
            "norm1", "layernorm_before",
            "norm2", "layernorm_after",
            "attn.proj", "attention.output.dense",
            "mlp.fc1", "intermediate.dense",
            "mlp.fc2", "output.dense");
    private static final Map<String, String> WHOLE = Map.of(
            "cls_token", "vit.embeddings.cls_token",
            "pos_embed", "vit.embeddings.position_embeddings",
            "mask_token", "decoder.mask_token",
            "decoder_pos_embed", "decoder.decoder_pos_embed");

    private final String name;

    private PublishedMae(String name) {
        this.name = name;
    }

    static PublishedMae of(GoldenCase golden) {
        return new PublishedMae(golden.name());
    }

    byte[] read(String file) throws IOException {
        String folder = System.getProperty("splitmask.golden");
        if (folder != null) {
            return Files.readAllBytes(Path.of(folder, name, file));
        }
        try (InputStream in = GoldenCase.class.getResourceAsStream("/golden/" + name + "/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    /** Overwrites all parameters; every tensor of the file must be used. */
    void load(Module network) throws IOException {
        Path copy = Files.createTempFile("published", ".safetensors");
        try {
            Files.write(copy, read("model.safetensors"));
            try (SafetensorsFile file = SafetensorsFile.open(copy)) {
                Set<String> unused = new HashSet<>(file.names());
                for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
                    entry.getValue().assign(values(file, entry.getKey(), unused));
                }
                assertThat(unused).isEmpty();
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static float[] values(SafetensorsFile file, String parameter, Set<String> unused) throws IOException {
        String published = published(parameter);
        if (!published.contains("qkv")) {
            unused.remove(published);
            return file.floats(published);
        }
        Map<String, float[]> parts = new HashMap<>();
        for (String part : new String[] {"query", "key", "value"}) {
            String ofPart = published.replace("qkv", "attention.attention." + part);
            unused.remove(ofPart);
            parts.put(part, file.floats(ofPart));
        }
        float[] query = Objects.requireNonNull(parts.get("query"));
        float[] all = new float[3 * query.length];
        System.arraycopy(query, 0, all, 0, query.length);
        System.arraycopy(Objects.requireNonNull(parts.get("key")), 0, all, query.length, query.length);
        System.arraycopy(Objects.requireNonNull(parts.get("value")), 0, all, 2 * query.length, query.length);
        return all;
    }

    private static String published(String parameter) {
        String whole = WHOLE.get(parameter);
        if (whole != null) {
            return whole;
        }
        String mapped = parameter
                .replace("patch_embed.proj", "vit.embeddings.patch_embeddings.projection")
                .replaceFirst("^norm\\.", "vit.layernorm.")
                .replaceFirst("^blocks", "vit.encoder.layer")
                .replaceFirst("^decoder_blocks", "decoder.decoder_layers")
                .replaceFirst("^decoder_(embed|norm|pred)", "decoder.decoder_$1")
                .replace("attn.qkv", "qkv");
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            mapped = mapped.replace("." + part.getKey() + ".", "." + part.getValue() + ".");
        }
        return mapped;
    }
}
