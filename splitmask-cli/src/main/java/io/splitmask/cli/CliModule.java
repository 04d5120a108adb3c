package io.splitmask.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import java.util.List;

/** What the commands need from outside: the engines on the class path. */
final class CliModule extends AbstractModule {
    @Provides
    List<BackendProvider> backends() {
        return Backends.installed();
    }
}
