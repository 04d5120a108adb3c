/** Tests of the profile on the reference backend. */
@NullMarked
package io.splitmask.profile;

import org.jspecify.annotations.NullMarked;
