/**
 * The {@code bench} command, and what its subcommands share: processes that report figures as JSON, a Python to compare
 * with, medians. Each subcommand has a package: {@code step}, {@code kernels}, {@code compare} (also {@code scale}) and
 * {@code data}.
 */
@NullMarked
package io.splitmask.cli.bench;

import org.jspecify.annotations.NullMarked;
