package io.splitmask.tokenizers;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;

/**
 * Offers tokenizers to applications that are wired by Guice: how words are found, as a set of {@link CodebookKind}, and
 * from which files they are loaded, as a set of {@link TokenizerFormat} to which an application adds its own. Nothing else
 * in this module needs Guice.
 */
public final class TokenizersModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder<CodebookKind> kinds = Multibinder.newSetBinder(binder(), CodebookKind.class);
        for (CodebookKind kind : CodebookKind.values()) {
            kinds.addBinding().toInstance(kind);
        }
        Multibinder<TokenizerFormat> formats = Multibinder.newSetBinder(binder(), TokenizerFormat.class);
        Tokenizers.formats().forEach(format -> formats.addBinding().toInstance(format));
    }
}
