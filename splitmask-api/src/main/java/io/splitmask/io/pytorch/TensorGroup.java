package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;

/**
 * A dict (or list) of a checkpoint that holds tensors.
 *
 * @param key its place: keys from the top joined by slashes, such as {@code state_dict} or {@code checkpoint/model};
 *     {@code /} is the top itself
 * @param tensors the number of tensors in it and in the dicts below
 */
public record TensorGroup(String key, long tensors) {
    @Override
    public String toString() {
        return "'" + OneLine.of(key) + "' (" + tensors + (tensors == 1 ? " tensor)" : " tensors)");
    }
}
