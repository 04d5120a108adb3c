package io.splitmask.export;

import io.splitmask.internal.Json;
import io.splitmask.io.AtomicFile;
import io.splitmask.io.pytorch.ScriptArchive;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Networks as TorchScript: {@code torch.jit.load} in Python, LibTorch and DJL run them as they are, on any device.
 *
 * <p>The method {@code forward} takes images [B, 3, Hi, Wi], normalised, of the network's image size and any batch size. A
 * backbone gives the class token [B, D] and the patch tokens [B, N, D], both after the final norm; a classifier gives
 * logits [B, classes]. Tensors keep their names; a table of relative positions is replaced by the bias on the scores that
 * it makes. The file {@value #FACTS} in the archive says as JSON how images are prepared ({@code crop_ratio},
 * {@code image_mean}, {@code image_std}) and what the {@code classes} are called.
 *
 * <p>Attention is PyTorch's {@code scaled_dot_product_attention}, so readers need PyTorch 2.0 or newer.
 */
public final class TorchScriptExport {
    /** Name of the extra file with facts about the network: {@value}. */
    public static final String FACTS = "splitmask.json";

    private TorchScriptExport() {}

    /**
     * Writes a network.
     *
     * @param file created or replaced; its folder must exist
     * @throws IOException if it cannot be written; an existing file is then untouched
     */
    public static void write(TrainedNetwork network, Path file) throws IOException {
        AtomicFile.write(file, channel -> {
            BufferedOutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            write(network, out);
            out.flush();
        });
    }

    /**
     * Writes a network to a stream.
     *
     * @param out not closed
     */
    public static void write(TrainedNetwork network, OutputStream out) throws IOException {
        OutgoingTensors outgoing = new OutgoingTensors(network);
        outgoing.joinBiases();
        outgoing.spellOutRelativePositions();
        Map<String, OutgoingTensor> tensors = outgoing.tensors();
        ScriptModule module = ScriptModule.of(tensors.keySet());
        String code =
                module.declarations(new ScriptText(network.config(), network.pooling(), tensors.keySet()).forward());

        ScriptArchive archive = new ScriptArchive(out);
        archive.addModule(new ScriptPickle(tensors).write(module), code.getBytes(StandardCharsets.UTF_8));
        int number = 0;
        for (OutgoingTensor tensor : tensors.values()) {
            archive.add("data/" + number++, tensor.values().get());
        }
        archive.add("extra/" + FACTS, Json.text(facts(network)).getBytes(StandardCharsets.UTF_8));
        archive.finish();
    }

    private static Map<String, Object> facts(TrainedNetwork network) {
        Preprocessing images = network.preprocessing();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("crop_ratio", images.cropRatio());
        facts.put("image_mean", images.mean());
        facts.put("image_std", images.std());
        facts.put("classes", network.classes());
        return facts;
    }
}
