package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The weights of a Vision Transformer in a file of another library, under the parameter names of this one. Read are the
 * names of timm and of the original code of DeiT, DINO, MoCo v3, MAE and BEiT, and those of Hugging Face's ViT, BEiT and
 * ViTMAE; prefixes such as {@code module.backbone.} may stand in front of them.
 *
 * <p>Sizes follow from the shapes of the tensors. What shapes do not tell, heads above all, is read from a
 * {@code config.json} beside the file, as model hubs have it; without one, heads are 64 wide, the image is square, and
 * layer norms have the epsilon that the library uses.
 */
public final class PublishedWeights {
    private final Path path;
    private final NameMap names;
    private final PublishedConfig published;
    private final Map<String, MappedTensor> tensors;

    private PublishedWeights(Path path, NameMap names, PublishedConfig published) {
        this.path = path;
        this.names = names;
        this.published = published;
        this.tensors = Collections.unmodifiableMap(names.tensors());
    }

    /**
     * Maps a file.
     *
     * @param path where the file is
     * @param file its tensors; must stay open while values are read
     * @throws WeightsException if its names are of none of the known libraries, or if it has queries without keys
     * @throws IOException if the config beside it cannot be read
     */
    public static PublishedWeights of(Path path, WeightsFile file) throws IOException {
        return new PublishedWeights(path, NameMap.of(path, file), PublishedConfig.beside(path));
    }

    /** Returns what the names are known by, such as {@code timm} or {@code Hugging Face}. */
    public String library() {
        return names.naming().layout().library();
    }

    /** Returns all parameters by their names in this library; unknown tensors keep their own. */
    public Map<String, MappedTensor> tensors() {
        return tensors;
    }

    /** Returns the names in the file of tensors that belong to another network and so have no name here. */
    public List<String> leftOut() {
        return names.leftOut();
    }

    /**
     * Returns the name that a parameter of the backbone has in this file or would have.
     *
     * @param name in this library
     */
    public String nameInFile(String name) {
        return names.theirs(name);
    }

    /**
     * Returns whether a tensor decides what a backbone gives, so that it must not be left out.
     *
     * @param name as mapped
     */
    public static boolean isBackbone(String name) {
        return Layout.isBackbone(name);
    }

    /**
     * Returns the sizes of the network.
     *
     * @throws WeightsException if tensors are missing or misshapen, if shapes and {@code config.json} contradict each
     *     other, or if neither says a size
     */
    public VitConfig config() throws WeightsException {
        return new ConfigDetection(path, names, published).config();
    }

    /**
     * Returns the grid that the tables of positions are for.
     *
     * @param assumed for tables that are for no square image, where no {@code config.json} says the image and they fit
     * @throws WeightsException as by {@link #config}
     */
    public PatchGrid grid(PatchGrid assumed) throws WeightsException {
        return new ConfigDetection(path, names, published).grid(Optional.of(assumed));
    }

    /** Returns H, the number of heads, if the file or its {@code config.json} says it. */
    public OptionalInt statedHeads() {
        return published.heads();
    }

    /** Returns how the network's images are normalised, if a file beside the weights says it. */
    public Optional<PixelStatistics> pixelStatistics() {
        return published.pixels();
    }

    /**
     * Returns what a head on this network sees: the mean of the patches if there is a norm for it, else the class token.
     *
     * @throws WeightsException if it sees the mean without a norm, which no network here does
     */
    public Pooling pooling() throws WeightsException {
        boolean hasNorm = tensors.containsKey("fc_norm.weight");
        if (!hasNorm && published.globalPool().filter("avg"::equals).isPresent()) {
            throw new WeightsException(
                    path,
                    "expected a norm (fc_norm) on the mean of the patches, as " + PublishedConfig.FILE
                            + " says global_pool 'avg', got none; such classifiers are not supported, their backbone is");
        }
        return hasNorm ? Pooling.PATCH_MEAN : Pooling.CLASS_TOKEN;
    }

    /**
     * Returns what a classifier that starts from these weights sees by default: the mean of the patches if they have a norm
     * for it, or a mask token, which training on hidden patches leaves; else the class token. MAE's encoder without its
     * decoder has neither.
     */
    public Pooling finetunePooling() {
        return tensors.containsKey("fc_norm.weight") || tensors.containsKey("mask_token")
                ? Pooling.PATCH_MEAN
                : Pooling.CLASS_TOKEN;
    }
}
