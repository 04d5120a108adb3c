package io.splitmask.io.pytorch;

import java.util.List;

/** Reads the values that stand in the pickle itself. */
final class PickledValues {
    private PickledValues() {}

    static Object read(Opcode opcode, PickleBytes in) throws PytorchException {
        return switch (opcode) {
            case NONE -> None.NONE;
            case NEWTRUE -> true;
            case NEWFALSE -> false;
            case BININT -> (long) in.signed32();
            case BININT1 -> (long) in.unsigned8();
            case BININT2 -> (long) in.unsigned16();
            case LONG1 -> in.integer(in.unsigned8());
            case LONG4 -> in.integer(in.length32());
            case BINFLOAT -> in.float64();
            case BINUNICODE, BINSTRING -> in.text(in.length32());
            case SHORT_BINUNICODE, SHORT_BINSTRING -> in.text(in.unsigned8());
            case BINUNICODE8 -> in.text(in.length64());
            case BINBYTES -> bytes(in.length32(), in);
            case SHORT_BINBYTES -> bytes(in.unsigned8(), in);
            case BINBYTES8, BYTEARRAY8 -> bytes(in.length64(), in);
            case EMPTY_LIST -> new Sequence(Sequence.Kind.LIST, List.of());
            case EMPTY_TUPLE -> new Sequence(Sequence.Kind.TUPLE, List.of());
            case EMPTY_SET -> new Sequence(Sequence.Kind.SET, List.of());
            case EMPTY_DICT -> new Dict();
            default -> throw new IllegalArgumentException("not a value: " + opcode);
        };
    }

    private static Bytes bytes(int length, PickleBytes in) throws PytorchException {
        in.skip(length);
        return new Bytes(length);
    }
}
