package io.splitmask.spi;

import java.util.List;

/**
 * The result of a fused forward kernel.
 *
 * @param output the result; the caller closes it
 * @param state what the backward kernel needs, opaque to the caller; of both cross entropies, what {@link Kernels} says. The
 *     caller closes every entry; may be empty
 */
public record FusedResult(Buffer output, List<Buffer> state) {}
