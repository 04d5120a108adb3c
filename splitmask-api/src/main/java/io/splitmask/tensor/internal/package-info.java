/**
 * Shared memory handles and shape rules behind {@code tensor} and {@code autograd}. Public for technical reasons
 * only: not for users, may change. Start with {@link io.splitmask.tensor.internal.ShapeRules}.
 */
@NullMarked
package io.splitmask.tensor.internal;

import org.jspecify.annotations.NullMarked;
