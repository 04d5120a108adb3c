package io.splitmask.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that can be set to any address and owns nothing: one object serves many native calls. */
final class Address extends FloatPointer {
    Address() {
        super((Pointer) null);
    }

    Address to(long newAddress) {
        address = newAddress;
        return this;
    }

    Address to(long newAddress, int floats) {
        address = newAddress;
        limit = floats;
        capacity = floats;
        return this;
    }
}
