package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the grid of patches that tables of positions were made for: the published one, else that of square images. */
final class GridDetection {
    private static final String POSITIONS = "pos_embed";

    private final Path path;
    private final ShapeOf shapes;
    private final PublishedConfig published;

    GridDetection(Path path, ShapeOf shapes, PublishedConfig published) {
        this.path = path;
        this.shapes = shapes;
        this.published = published;
    }

    /**
     * Finds the grid.
     *
     * @param patchSize P in pixels
     * @param relativeTable name of a table of relative positions, if there is one
     * @param assumed grid of tables that are for no square image, where nothing is published, if they fit it
     * @throws WeightsException if a table does not fit the published image, or is for no square one if nothing is
     *     published, or if there is nothing to go by
     */
    PatchGrid grid(int patchSize, Optional<String> relativeTable, Optional<PatchGrid> assumed) throws WeightsException {
        Optional<PatchGrid> stated = stated(patchSize);
        Optional<PatchGrid> ofPositions =
                shapes.find(POSITIONS).isPresent() ? Optional.of(ofPositions(stated, assumed)) : Optional.empty();
        if (relativeTable.isPresent()) {
            return ofTable(relativeTable.get(), ofPositions.or(() -> stated), assumed);
        }
        if (ofPositions.isPresent()) {
            return ofPositions.get();
        }
        return stated.or(() -> assumed)
                .orElseThrow(() -> new WeightsException(
                        path,
                        "expected positions, or a " + PublishedConfig.FILE
                                + " beside the file to say the image size, got neither"));
    }

    private Optional<PatchGrid> stated(int patchSize) throws WeightsException {
        if (published.imageHeight().isEmpty() || published.imageWidth().isEmpty()) {
            return Optional.empty();
        }
        int height = published.imageHeight().getAsInt();
        int width = published.imageWidth().getAsInt();
        if (height % patchSize != 0 || width % patchSize != 0) {
            throw new WeightsException(
                    path,
                    "expected patches of a size that divides the image of " + height + " x " + width + " pixels in "
                            + PublishedConfig.FILE + " beside it, got " + patchSize);
        }
        return Optional.of(new PatchGrid(height / patchSize, width / patchSize));
    }

    private PatchGrid ofPositions(Optional<PatchGrid> stated, Optional<PatchGrid> assumed) throws WeightsException {
        Shape shape = shapes.get(POSITIONS, 3);
        int patches = shape.dim(1) - 1;
        int side = (int) Math.round(Math.sqrt(Math.max(0, patches)));
        if (stated.isEmpty()) {
            if (side * side != patches
                    && assumed.filter(grid -> grid.numPatches() == patches).isPresent()) {
                return assumed.get();
            }
            shapes.require(
                    POSITIONS,
                    side > 0 && side * side == patches,
                    "expected [1, 1 + N, D] with a square number N of patches, got " + shape + "; a "
                            + PublishedConfig.FILE + " beside the file may say another image size");
            return new PatchGrid(side, side);
        }
        shapes.require(
                POSITIONS,
                patches == stated.get().numPatches(),
                "expected [1, 1 + N, D] with the " + stated.get() + " patches of " + PublishedConfig.FILE
                        + " beside it, got " + shape);
        return stated.get();
    }

    private PatchGrid ofTable(String name, Optional<PatchGrid> known, Optional<PatchGrid> assumed)
            throws WeightsException {
        Shape shape = shapes.get(name, 2);
        int rows = shape.dim(0);
        int offsets = rows - RelativePositionBias.CLASS_ROWS;
        int side = (int) Math.round(Math.sqrt(Math.max(0, offsets)));
        if (known.isEmpty()) {
            boolean square = side % 2 == 1 && side * side == offsets;
            if (!square
                    && assumed.filter(grid -> RelativePositionBias.rows(grid) == rows)
                            .isPresent()) {
                return assumed.get();
            }
            shapes.require(
                    name,
                    square,
                    "expected [R, H] with R = (2 G - 1)^2 + 3 for G x G patches, got " + shape + "; a "
                            + PublishedConfig.FILE + " beside the file may say another image size");
            return new PatchGrid((side + 1) / 2, (side + 1) / 2);
        }
        shapes.require(
                name,
                rows == RelativePositionBias.rows(known.get()),
                "expected " + RelativePositionBias.rows(known.get()) + " rows for " + known.get() + " patches, got "
                        + shape);
        return known.get();
    }
}
