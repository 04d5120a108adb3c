/** Tests of plans, budgets and the command that carries studies out. */
@NullMarked
package io.splitmask.cli.study;

import org.jspecify.annotations.NullMarked;
