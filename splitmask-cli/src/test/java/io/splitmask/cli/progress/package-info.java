/** Tests of the progress lines. */
@org.jspecify.annotations.NullMarked
package io.splitmask.cli.progress;
