package io.splitmask.io.pytorch;

import org.jspecify.annotations.Nullable;

/**
 * The instructions of a pickle, protocols 0 to 5.
 *
 * @see "Python 3.13, Lib/pickletools.py"
 */
enum Opcode {
    /** Says the protocol. */
    PROTO(0x80, Group.CONTROL),
    /** Says how many bytes belong together. */
    FRAME(0x95, Group.CONTROL),
    /** Ends the pickle. */
    STOP('.', Group.CONTROL),

    /** Marks a place on the stack. */
    MARK('(', Group.STACK),
    /** Drops the top. */
    POP('0', Group.STACK),
    /** Drops everything to the mark. */
    POP_MARK('1', Group.STACK),
    /** Repeats the top. */
    DUP('2', Group.STACK),

    /** Pushes a remembered value; 1-byte index. */
    BINGET('h', Group.MEMO),
    /** Pushes a remembered value; 4-byte index. */
    LONG_BINGET('j', Group.MEMO),
    /** Remembers the top; 1-byte index. */
    BINPUT('q', Group.MEMO),
    /** Remembers the top; 4-byte index. */
    LONG_BINPUT('r', Group.MEMO),
    /** Remembers the top under the next index. */
    MEMOIZE(0x94, Group.MEMO),

    /** Pushes {@code None}. */
    NONE('N', Group.VALUE),
    /** Pushes {@code True}. */
    NEWTRUE(0x88, Group.VALUE),
    /** Pushes {@code False}. */
    NEWFALSE(0x89, Group.VALUE),
    /** Pushes a 4-byte int. */
    BININT('J', Group.VALUE),
    /** Pushes a 1-byte int. */
    BININT1('K', Group.VALUE),
    /** Pushes a 2-byte int. */
    BININT2('M', Group.VALUE),
    /** Pushes an int; 1-byte length. */
    LONG1(0x8a, Group.VALUE),
    /** Pushes an int; 4-byte length. */
    LONG4(0x8b, Group.VALUE),
    /** Pushes an 8-byte float. */
    BINFLOAT('G', Group.VALUE),
    /** Pushes a string; 4-byte length. */
    BINUNICODE('X', Group.VALUE),
    /** Pushes a string; 1-byte length. */
    SHORT_BINUNICODE(0x8c, Group.VALUE),
    /** Pushes a string; 8-byte length. */
    BINUNICODE8(0x8d, Group.VALUE),
    /** Pushes a string of Python 2; 4-byte length. */
    BINSTRING('T', Group.VALUE),
    /** Pushes a string of Python 2; 1-byte length. */
    SHORT_BINSTRING('U', Group.VALUE),
    /** Pushes bytes; 4-byte length. */
    BINBYTES('B', Group.VALUE),
    /** Pushes bytes; 1-byte length. */
    SHORT_BINBYTES('C', Group.VALUE),
    /** Pushes bytes; 8-byte length. */
    BINBYTES8(0x8e, Group.VALUE),
    /** Pushes mutable bytes; 8-byte length. */
    BYTEARRAY8(0x96, Group.VALUE),
    /** Pushes an empty list. */
    EMPTY_LIST(']', Group.VALUE),
    /** Pushes an empty tuple. */
    EMPTY_TUPLE(')', Group.VALUE),
    /** Pushes an empty dict. */
    EMPTY_DICT('}', Group.VALUE),
    /** Pushes an empty set. */
    EMPTY_SET(0x8f, Group.VALUE),

    /** Adds the top to the list below. */
    APPEND('a', Group.CONTAINER),
    /** Adds everything to the mark to the list below. */
    APPENDS('e', Group.CONTAINER),
    /** Makes a list of everything to the mark. */
    LIST('l', Group.CONTAINER),
    /** Makes a tuple of everything to the mark. */
    TUPLE('t', Group.CONTAINER),
    /** Makes a tuple of the top. */
    TUPLE1(0x85, Group.CONTAINER),
    /** Makes a tuple of the two topmost. */
    TUPLE2(0x86, Group.CONTAINER),
    /** Makes a tuple of the three topmost. */
    TUPLE3(0x87, Group.CONTAINER),
    /** Makes a dict of the pairs to the mark. */
    DICT('d', Group.CONTAINER),
    /** Adds key and value to the dict below. */
    SETITEM('s', Group.CONTAINER),
    /** Adds the pairs to the mark to the dict below. */
    SETITEMS('u', Group.CONTAINER),
    /** Adds everything to the mark to the set below. */
    ADDITEMS(0x90, Group.CONTAINER),
    /** Makes a frozen set of everything to the mark. */
    FROZENSET(0x91, Group.CONTAINER),

    /** Names a class or function in two lines. */
    GLOBAL('c', Group.OBJECT),
    /** Names a class or function by two strings of the stack. */
    STACK_GLOBAL(0x93, Group.OBJECT),
    /** Would call a function with a tuple. */
    REDUCE('R', Group.OBJECT),
    /** Would set the state of an object. */
    BUILD('b', Group.OBJECT),
    /** Would make an object of a class and a tuple. */
    NEWOBJ(0x81, Group.OBJECT),
    /** Would make an object of a class, a tuple and a dict. */
    NEWOBJ_EX(0x92, Group.OBJECT),
    /** Would make an object of a class named in two lines and everything to the mark. */
    INST('i', Group.OBJECT),
    /** Would make an object of the class and values to the mark. */
    OBJ('o', Group.OBJECT),
    /** Refers to a storage. */
    BINPERSID('Q', Group.OBJECT),

    /** Text form of an int or bool. */
    INT('I', Group.REFUSED),
    /** Text form of an int. */
    LONG('L', Group.REFUSED),
    /** Text form of a float. */
    FLOAT('F', Group.REFUSED),
    /** Text form of a string of Python 2. */
    STRING('S', Group.REFUSED),
    /** Text form of a string. */
    UNICODE('V', Group.REFUSED),
    /** Text form of {@link #BINGET}. */
    GET('g', Group.REFUSED),
    /** Text form of {@link #BINPUT}. */
    PUT('p', Group.REFUSED),
    /** Text form of {@link #BINPERSID}. */
    PERSID('P', Group.REFUSED),
    /** Names a class by a registered number. */
    EXT1(0x82, Group.REFUSED),
    /** Names a class by a registered number. */
    EXT2(0x83, Group.REFUSED),
    /** Names a class by a registered number. */
    EXT4(0x84, Group.REFUSED),
    /** Refers to data outside the pickle. */
    NEXT_BUFFER(0x97, Group.REFUSED),
    /** Makes the data outside unchangeable. */
    READONLY_BUFFER(0x98, Group.REFUSED);

    private static final @Nullable Opcode[] BY_CODE = new Opcode[256];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final Group group;

    /** Who carries the instruction out. */
    enum Group {
        CONTROL,
        STACK,
        MEMO,
        VALUE,
        CONTAINER,
        OBJECT,
        /** Never written by {@code torch.save}. */
        REFUSED
    }

    Opcode(int code, Group group) {
        this.code = code;
        this.group = group;
    }

    Group group() {
        return group;
    }

    /** Returns the instruction of this code from 0 to 255, or null if there is none. */
    static @Nullable Opcode of(int code) {
        return BY_CODE[code];
    }
}
