package io.splitmask.spi;

import java.util.List;

/**
 * The state of AdamW for a list of parameters, in their order and shapes; starts at zero.
 *
 * @param first running means of the gradients
 * @param second running means of their squares
 */
public record AdamwMoments(List<Buffer> first, List<Buffer> second) {}
