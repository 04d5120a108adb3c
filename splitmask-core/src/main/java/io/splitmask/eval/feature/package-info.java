/**
 * What a backbone makes of images, by block, kept on disk. No judgement of it: that is in {@code eval.probe}. Start
 * with {@link io.splitmask.eval.feature.FeatureCache}.
 */
@NullMarked
package io.splitmask.eval.feature;

import org.jspecify.annotations.NullMarked;
