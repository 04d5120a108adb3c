package io.splitmask.method.mocov3;

import io.splitmask.tensor.Tensor;

/**
 * What the networks made of two views of a batch; rows are not normalised.
 *
 * @param query1 [B, outputs], of view 1, from base encoder and predictor
 * @param query2 [B, outputs], of view 2
 * @param key1 [B, outputs], of view 1, from the momentum encoder; no gradient flows to it
 * @param key2 [B, outputs], of view 2
 */
record MocoViews(Tensor query1, Tensor query2, Tensor key1, Tensor key2) {}
