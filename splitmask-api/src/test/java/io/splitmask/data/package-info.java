@NullMarked
package io.splitmask.data;

import org.jspecify.annotations.NullMarked;
