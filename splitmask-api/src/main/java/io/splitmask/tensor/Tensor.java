package io.splitmask.tensor;
/** placeholder */
public final class Tensor {}
