package io.splitmask.io.pytorch;

import io.splitmask.io.StoredType;
import io.splitmask.io.internal.OneLine;
import java.util.List;
import java.util.Map;

/** Finds the storages that a pickle refers to among the records of the archive. */
final class Storages {
    private static final Map<String, StoredType> TYPES = Map.ofEntries(
            Map.entry("torch.DoubleStorage", StoredType.F64),
            Map.entry("torch.FloatStorage", StoredType.F32),
            Map.entry("torch.HalfStorage", StoredType.F16),
            Map.entry("torch.BFloat16Storage", StoredType.BF16),
            Map.entry("torch.LongStorage", StoredType.I64),
            Map.entry("torch.IntStorage", StoredType.I32),
            Map.entry("torch.ShortStorage", StoredType.I16),
            Map.entry("torch.CharStorage", StoredType.I8),
            Map.entry("torch.ByteStorage", StoredType.U8),
            Map.entry("torch.BoolStorage", StoredType.BOOL),
            // Without a type of its own, as PyTorch reads it too.
            Map.entry("torch.storage.UntypedStorage", StoredType.U8),
            Map.entry("torch.UntypedStorage", StoredType.U8));

    private final PickleBytes in;
    private final TorchArchive archive;

    Storages(PickleBytes in, TorchArchive archive) {
        this.in = in;
        this.archive = archive;
    }

    /**
     * Resolves a reference.
     *
     * @param id {@code ("storage", class, key, device, number of elements)}
     * @return the storage, or the placeholder of its class if the type of elements cannot be read
     */
    Object resolve(Object id) throws PytorchException {
        if (!(id instanceof Sequence sequence
                && sequence.items().size() == 5
                && sequence.items().get(0).equals("storage")
                && sequence.items().get(1) instanceof Placeholder type
                && sequence.items().get(2) instanceof String key
                && sequence.items().get(4) instanceof Long size
                && size >= 0)) {
            throw in.failure("expected a reference ('storage', class, key, device, size), got " + shown(id));
        }
        StoredType elements = TYPES.get(type.type());
        if (elements == null) {
            return type;
        }
        ZipRecord record = archive.storage(key);
        if (size > record.size() / elements.bytes()) {
            throw in.failure("storage '" + OneLine.of(key) + "': expected " + size + " * " + elements.bytes()
                    + " bytes, got " + record.size());
        }
        return new Storage(elements, size, record.begin());
    }

    private static String shown(Object id) {
        if (!(id instanceof Sequence sequence)) {
            return Shown.kind(id);
        }
        List<Object> shown =
                sequence.items().subList(0, Math.min(5, sequence.items().size()));
        return sequence.kind().shown() + " of " + sequence.items().size() + ": "
                + String.join(", ", shown.stream().map(Shown::kind).toList());
    }
}
