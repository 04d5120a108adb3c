package io.splitmask.tck.check;

import io.splitmask.spi.Buffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a checked backend remembers: its open buffers, and the call that is under way. */
final class Ledger {
    private static final int MAX_LISTED_LEAKS = 10;
    private static final String LIBRARY = "io.splitmask.spi.";
    private static final int MAX_FRAMES = 3;
    private static final Set<String> CHECKS = Stream.of(
                    Ledger.class,
                    CallCheck.class,
                    CheckedRequired.class,
                    CheckedKernels.class,
                    RequiredForwarding.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private record Call(Thread thread, String kernel) {}

    private final Set<CheckedBuffer> open =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final AtomicReference<@Nullable Call> underWay = new AtomicReference<>();

    /** Notes that the current thread starts a call; another one under way is an error. */
    void enter(String kernel) {
        Call mine = new Call(Thread.currentThread(), kernel);
        Call other = underWay.compareAndExchange(null, mine);
        if (other != null) {
            throw new CheckFailedError(kernel + " in thread '" + mine.thread().getName() + "' while " + other.kernel()
                    + " runs in thread '" + other.thread().getName()
                    + "'; expected one thread at a time per backend");
        }
    }

    void leave() {
        underWay.set(null);
    }

    CheckedBuffer add(String kernel, Buffer result) {
        CheckedBuffer checked = new CheckedBuffer(this, result, kernel + caller());
        open.add(checked);
        return checked;
    }

    void remove(CheckedBuffer buffer) {
        open.remove(buffer);
    }

    int numOpen() {
        return open.size();
    }

    /** Returns one line per place that made buffers which are still open, empty if there are none. */
    String leaks() {
        Map<String, Long> counts;
        synchronized (open) {
            counts = open.stream()
                    .collect(Collectors.groupingBy(CheckedBuffer::toString, TreeMap::new, Collectors.counting()));
        }
        return counts.entrySet().stream()
                .limit(MAX_LISTED_LEAKS)
                .map(entry -> System.lineSeparator() + "  " + entry.getValue() + " x " + entry.getKey())
                .collect(Collectors.joining());
    }

    /** Names the lines that led to the kernel, innermost first: those outside of the SPI and of these checks. */
    private static String caller() {
        return StackWalker.getInstance().walk(frames -> frames.filter(
                        frame -> !frame.getClassName().startsWith(LIBRARY) && !CHECKS.contains(frame.getClassName()))
                .limit(MAX_FRAMES)
                .map(Object::toString)
                .collect(Collectors.joining(" < ", " at ", "")));
    }
}
