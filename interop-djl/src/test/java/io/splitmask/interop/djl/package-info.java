@NullMarked
package io.splitmask.interop.djl;

import org.jspecify.annotations.NullMarked;
