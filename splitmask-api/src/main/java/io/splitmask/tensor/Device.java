package io.splitmask.tensor;

import java.util.Locale;

/**
 * Where a backend computes: the processor or one CUDA device.
 *
 * @param kind the kind of device
 * @param index number of the device among those of its kind, from 0; always 0 for the processor
 */
public record Device(Kind kind, int index) {
    /** Kinds of device. */
    public enum Kind {
        /** The host's processor. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** The host's processor. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Checks the index. */
    public Device {
        if (index < 0 || (kind == Kind.CPU && index != 0)) {
            throw new IllegalArgumentException("expected index 0" + (kind == Kind.CPU ? "" : " or more") + " of a "
                    + kind + " device, got " + index);
        }
    }

    /**
     * Reads {@code cpu}, {@code cuda} (device 0) or {@code cuda:N}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Device parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (name.equals("cpu")) {
            return CPU;
        }
        if (name.equals("cuda")) {
            return new Device(Kind.CUDA, 0);
        }
        if (name.matches("cuda:\\d{1,4}")) {
            return new Device(Kind.CUDA, Integer.parseInt(name.substring(5)));
        }
        throw new IllegalArgumentException("unknown device '" + text + "'; expected cpu, cuda or cuda:N");
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
