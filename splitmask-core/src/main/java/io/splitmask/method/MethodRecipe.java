package io.splitmask.method;

/** The settings that are particular to a method: a record of numbers, switches and enums. */
public interface MethodRecipe {
    /** Makes the method; weights are zero until initialised or loaded. They belong to the innermost scope. */
    PretrainMethod create(MethodContext context);

    /** Returns whether the method predicts visual words, and so needs a tokenizer. */
    default boolean needsWords() {
        return false;
    }
}
