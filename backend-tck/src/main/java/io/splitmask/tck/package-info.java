/**
 * The conformance kit for backends: numbered rules, as JUnit 5 suites, and assertions on tensors' values. It tests
 * kernels, memory and threads of one backend, not layers or training. Authors of backends start with
 * {@link io.splitmask.tck.BackendTck}.
 */
@NullMarked
package io.splitmask.tck;

import org.jspecify.annotations.NullMarked;
