/**
 * The {@code demo} command: does pre-training on the embedded images help? Start at
 * {@link io.splitmask.cli.demo.DemoCommand}.
 */
@NullMarked
package io.splitmask.cli.demo;

import org.jspecify.annotations.NullMarked;
