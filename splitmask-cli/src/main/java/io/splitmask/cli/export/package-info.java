/**
 * The command {@code export}: trained networks as files of other libraries. The files themselves are written by
 * {@code io.splitmask.export} and {@code io.splitmask.onnx}. Start with {@link io.splitmask.cli.export.ExportCommand}.
 */
@NullMarked
package io.splitmask.cli.export;

import org.jspecify.annotations.NullMarked;
