package io.splitmask.spi;

/**
 * Whether a backend can run here.
 *
 * @param available whether {@link BackendProvider#open} can be expected to succeed on the processor
 * @param reason what was found or what is missing, one line
 * @param remedy what to install or set, one line; empty if nothing is missing
 */
public record Availability(boolean available, String reason, String remedy) {
    /**
     * Everything is there.
     *
     * @param found such as the engine and its version
     */
    public static Availability yes(String found) {
        return new Availability(true, found, "");
    }

    /** Something is missing. */
    public static Availability no(String reason, String remedy) {
        return new Availability(false, reason, remedy);
    }
}
