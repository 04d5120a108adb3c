/** Where the time of a step goes: kernels timed by name and by the module of the network that called them. */
@NullMarked
package io.splitmask.profile;

import org.jspecify.annotations.NullMarked;
