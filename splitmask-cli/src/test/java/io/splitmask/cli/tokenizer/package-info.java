@NullMarked
package io.splitmask.cli.tokenizer;

import org.jspecify.annotations.NullMarked;
