package io.splitmask.dl4j;

/** Whether this JVM can run {@link VectorLoops}. No other class may touch it before. */
final class VectorModule {
    /** A module in incubation: a JVM has it only if it was started with {@code --add-modules}. */
    static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Returns whether the module is there, and vectors of this processor are wide enough to gain. */
    static boolean isUsable() {
        return ModuleLayer.boot().findModule(NAME).isPresent() && VectorLoops.isFast();
    }
}
