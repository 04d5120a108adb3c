/**
 * Visual tokenizers: which word of a codebook a patch of an image is nearest to. They are not trained together with a
 * network, and no gradient flows through them. Start with {@link io.splitmask.tokenizers.CodebookTokenizer}.
 */
@NullMarked
package io.splitmask.tokenizers;

import org.jspecify.annotations.NullMarked;
