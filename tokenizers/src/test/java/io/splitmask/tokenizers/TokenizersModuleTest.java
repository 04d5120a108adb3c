package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import io.splitmask.data.Tokenizer;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsFile;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersModuleTest {
    /** A file of an application's own, with four random words. */
    private static final class Own implements TokenizerFormat {
        @Override
        public String description() {
            return "words of our own (tensor 'own')";
        }

        @Override
        public boolean isIn(WeightsFile file) {
            return file.contains("own");
        }

        @Override
        public Tokenizer open(Backend backend, Path path, double[] mean, double[] std) {
            return new CodebookTokenizer(backend, RandomProjection.codebook(4, 2, SplittableSeed.of(1)));
        }
    }

    private static Set<TokenizerFormat> formats(Injector injector) {
        return injector.getInstance(Key.get(new TypeLiteral<Set<TokenizerFormat>>() {}));
    }

    @Test
    void guiceOffersEveryKindAndFormat() {
        Injector injector = Guice.createInjector(new TokenizersModule());
        assertThat(formats(injector)).containsExactlyElementsOf(Tokenizers.formats());
        assertThat(injector.getInstance(Key.get(new TypeLiteral<Set<CodebookKind>>() {})))
                .containsExactly(CodebookKind.values())
                .extracting(CodebookKind::toString)
                .containsExactly("random-projection", "random-patches", "kmeans");
    }

    @Test
    void anApplicationAddsItsOwnFormat(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.safetensors");
        new SafetensorsWriter()
                .addFloats("own", Shape.of(1), () -> new float[1])
                .write(file);
        Injector injector = Guice.createInjector(new TokenizersModule(), new AbstractModule() {
            @Override
            protected void configure() {
                Multibinder.newSetBinder(binder(), TokenizerFormat.class)
                        .addBinding()
                        .to(Own.class);
            }
        });
        try (Backend backend = new ReferenceBackendProvider().open(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            Tokenizer words =
                    new TokenizerFiles(formats(injector)).open(backend, file, new double[3], new double[] {1, 1, 1});
            assertThat(words.vocabulary()).isEqualTo(4);
        }
    }
}
