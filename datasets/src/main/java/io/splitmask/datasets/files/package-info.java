/**
 * Files by relative names, in a folder or inside zip and tar archives that stay packed; nothing that leaves its root is
 * read. Knows no images and no data sets. Start at {@link io.splitmask.datasets.files.FileTree}.
 */
@NullMarked
package io.splitmask.datasets.files;

import org.jspecify.annotations.NullMarked;
