package io.splitmask.autograd;

import io.splitmask.tensor.Tensor;

/** Receives the gradients of an operation's inputs, by position. */
interface InputGradients {
    /** Returns whether the gradient of that input is needed. */
    boolean wants(int input);

    /** Adds to the gradient of an input; ignored if it is not wanted. */
    void add(int input, Tensor gradient);
}
