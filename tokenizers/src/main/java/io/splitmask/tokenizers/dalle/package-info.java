/**
 * The tokenizer of DALL-E: the encoder of a discrete VAE that was trained on other images, as BEiT used it. Weights come
 * from a file that the user has; there is no training and no decoder here. Start with
 * {@link io.splitmask.tokenizers.dalle.DalleTokenizer}.
 */
@NullMarked
package io.splitmask.tokenizers.dalle;

import org.jspecify.annotations.NullMarked;
