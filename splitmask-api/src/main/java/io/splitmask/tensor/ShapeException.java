package io.splitmask.tensor;

import java.util.List;

/** Shapes that do not fit an operation. The message names the operation, the shapes and what was expected. */
public final class ShapeException extends IllegalArgumentException {
    private final String op;
    private final String path;
    private final String detail;
    private final transient List<Shape> shapes;

    /**
     * Creates the exception.
     *
     * @param op the operation, such as {@code matmul}
     * @param detail what was expected and what was given
     * @param shapes the shapes that were given
     */
    public ShapeException(String op, String detail, Shape... shapes) {
        super(op + ": " + detail);
        this.op = op;
        this.path = "";
        this.detail = detail;
        this.shapes = List.of(shapes);
    }

    private ShapeException(String path, ShapeException cause) {
        super(cause.op + " at " + path + ": " + cause.detail, cause);
        this.op = cause.op;
        this.path = path;
        this.detail = cause.detail;
        this.shapes = cause.shapes;
    }

    /**
     * Returns the same problem with the layer in which it happened; every layer adds its own name as the exception
     * passes up, so that the message says {@code blocks.3.attn}.
     */
    public ShapeException at(String layer) {
        return new ShapeException(path.isEmpty() ? layer : layer + "." + path, this);
    }

    /** Returns the operation's name. */
    public String op() {
        return op;
    }

    /** Returns the shapes that were given. */
    public List<Shape> shapes() {
        return shapes;
    }
}
