package io.splitmask.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.splitmask.datasets.DatasetsModule;
import io.splitmask.method.CoreModule;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.tokenizers.TokenizerFormat;
import io.splitmask.tokenizers.TokenizersModule;
import java.util.List;
import java.util.Set;

/** What the commands need from outside: methods, tokenizers, data sets, and the engines on the class path. */
final class CliModule extends AbstractModule {
    @Override
    protected void configure() {
        install(new CoreModule());
        install(new TokenizersModule());
        install(new DatasetsModule());
    }

    @Provides
    List<BackendProvider> backends() {
        return Backends.installed();
    }

    @Provides
    MethodCatalogue methods(Set<MethodEntry> methods) {
        return new MethodCatalogue(methods);
    }

    @Provides
    TokenizerFiles tokenizers(Set<TokenizerFormat> formats) {
        return new TokenizerFiles(formats);
    }
}
