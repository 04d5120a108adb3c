package io.splitmask.cli.run;

import io.splitmask.train.RunFolder;
import java.io.IOException;

/** Gives a run its folder. A run asks for it when all else that it needs is there: what is refused before leaves none. */
@FunctionalInterface
public interface FolderSource {
    /** Makes the folder, or finds it. */
    RunFolder open() throws IOException;
}
