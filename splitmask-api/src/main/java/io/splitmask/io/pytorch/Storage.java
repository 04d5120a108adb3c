package io.splitmask.io.pytorch;

import io.splitmask.io.StoredType;

/**
 * Memory that tensors are views into.
 *
 * @param type of the elements
 * @param size number of elements
 * @param begin position of the first byte in the file
 */
record Storage(StoredType type, long size, long begin) {}
