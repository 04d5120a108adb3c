/** Tests of the commands that ask a trained network about images. */
@NullMarked
package io.splitmask.cli.embed;

import org.jspecify.annotations.NullMarked;
