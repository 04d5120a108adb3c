/**
 * Numbers on disk: tensors as host arrays, the safetensors format, NumPy's for what others compute with, and files that
 * are replaced whole or not at all; other formats are read in the packages below. No device memory and no names of models:
 * who loads weights maps them. Start with {@link io.splitmask.io.WeightsFiles} to read and {@link
 * io.splitmask.io.SafetensorsWriter} to write weights, and with {@link io.splitmask.io.NpyWriter} to write features.
 */
@NullMarked
package io.splitmask.io;

import org.jspecify.annotations.NullMarked;
