/**
 * Decoding of JPEG, PNG, BMP and WebP files into 8-bit RGB. No folders and no transforms. Start at {@link
 * io.splitmask.datasets.format.ImageDecoder}.
 */
@NullMarked
package io.splitmask.datasets.format;

import org.jspecify.annotations.NullMarked;
