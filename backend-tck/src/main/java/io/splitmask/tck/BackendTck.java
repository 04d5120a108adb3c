package io.splitmask.tck;

import io.splitmask.spi.Availability;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;

/**
 * The conformance kit. The author of a backend extends it, names the provider, and is done:
 *
 * <pre>{@code
 * class MyBackendTckTest extends BackendTck {
 *     @Override
 *     protected BackendProvider provider() {
 *         return new MyBackendProvider();
 *     }
 * }
 * }</pre>
 *
 * <p>The rules and their numbers are in {@code RULES.md}. They run from the simple to what builds on it, so that the first
 * failure is the one to mend first. The first of the provider's devices is tested, or the one
 * that the system property {@code splitmask.tck.device} names; {@code splitmask.tck.seed} changes the numbers. Where
 * the provider says that it cannot run here, rules about kernels are skipped with its reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
public abstract class BackendTck {
    private static final String DEVICE_PROPERTY = "splitmask.tck.device";
    private static final int THREADS = 2;

    private @Nullable Bench bench;
    private @Nullable Bench bfloat16;

    /** Creates the kit. */
    protected BackendTck() {}

    /** Returns the provider of the backend under test. */
    protected abstract BackendProvider provider();

    private Bench bench() {
        Bench opened = bench;
        if (opened == null) {
            BackendProvider provider = provider();
            Availability availability = provider.availability();
            Assumptions.assumeTrue(
                    availability.available(),
                    () -> "skipped: backend '" + provider.name() + "' cannot run here: " + availability.reason());
            opened = new Bench(provider.open(new BackendConfig(device(provider), THREADS)));
            bench = opened;
        }
        return opened;
    }

    private Bench bfloat16() {
        Bench opened = bfloat16;
        if (opened == null) {
            BackendProvider provider = provider();
            Assumptions.assumeTrue(
                    provider.precisions().contains(Precision.BFLOAT16), "skipped: provider lists no precision bf16");
            BackendConfig config = new BackendConfig(bench().backend().device(), THREADS, Precision.BFLOAT16);
            opened = new Bench(Backends.open(provider, config));
            bfloat16 = opened;
        }
        return opened;
    }

    private static Device device(BackendProvider provider) {
        String named = System.getProperty(DEVICE_PROPERTY);
        return named == null ? provider.devices().get(0) : Device.parse(named);
    }

    @AfterAll
    void closeBackends() {
        if (bfloat16 != null) {
            bfloat16.close();
        }
        if (bench != null) {
            bench.close();
        }
    }

    @Nested
    @Order(1)
    class Provider extends ProviderSuite {
        Provider() {
            super(BackendTck.this::bench, BackendTck.this::provider);
        }
    }

    @Nested
    @Order(2)
    class Transfer extends TransferSuite {
        Transfer() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(3)
    class Shapes extends ShapesSuite {
        Shapes() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(4)
    class Arithmetic extends ArithmeticSuite {
        Arithmetic() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(5)
    class Comparisons extends ComparisonsSuite {
        Comparisons() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(6)
    class Reduction extends ReductionSuite {
        Reduction() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(7)
    class Matmul extends MatmulSuite {
        Matmul() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(8)
    class Indexing extends IndexingSuite {
        Indexing() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(9)
    class SpecialValues extends SpecialValuesSuite {
        SpecialValues() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(10)
    class Fused extends FusedSuite {
        Fused() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(11)
    class Gradients extends GradientsSuite {
        Gradients() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(12)
    class Updates extends UpdatesSuite {
        Updates() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(13)
    class Memory extends MemorySuite {
        Memory() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(14)
    class Threads extends ThreadsSuite {
        Threads() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(15)
    class StoredValues extends StoredValuesSuite {
        StoredValues() {
            super(BackendTck.this::bench);
        }
    }

    @Nested
    @Order(16)
    class Bfloat16 extends Bfloat16Suite {
        Bfloat16() {
            super(BackendTck.this::bench, BackendTck.this::bfloat16);
        }
    }
}
