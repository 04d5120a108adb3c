package io.splitmask.djl;

import java.io.File;

/** Counts NVIDIA devices without native code. */
final class NvidiaDevices {
    private NvidiaDevices() {}

    /** Returns the number of device files {@code /dev/nvidia0}, {@code /dev/nvidia1}, ...; on Windows assumes one. */
    static int count() {
        if (Natives.currentPlatform().startsWith("win")) {
            return 1;
        }
        String[] names = new File("/dev").list((folder, name) -> name.matches("nvidia\\d+"));
        return names == null ? 0 : names.length;
    }
}
