/**
 * A backend in plain Java that is easy to trust: every kernel is a loop, sums are taken in double precision, and
 * each buffer is counted. It is not meant to be fast and overrides no fused kernel. Authors of backends start with
 * {@link io.splitmask.tck.reference.ReferenceBackendProvider} and read on in the order provider, backend, kernels.
 */
@NullMarked
package io.splitmask.tck.reference;

import org.jspecify.annotations.NullMarked;
