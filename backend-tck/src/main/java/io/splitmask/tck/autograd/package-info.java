/**
 * What holds for tensors, gradients and layers on any backend, as a JUnit 5 suite. It checks no kernel by itself: that is
 * {@link io.splitmask.tck.BackendTck}. Start with {@link io.splitmask.tck.autograd.AutogradSuite}.
 */
@NullMarked
package io.splitmask.tck.autograd;

import org.jspecify.annotations.NullMarked;
