package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.tck.TensorAssert;
import io.splitmask.tck.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One stored reference case: inputs, weights, and what must come out.
 *
 * <p>Cases lie as {@code NAME.json} and {@code NAME.safetensors} in the folder named by the system property
 * {@code splitmask.golden}, or else in the resources of this jar. Names of tensors start with their role:
 * {@code in/}, {@code w/}, {@code out/}, {@code grad/}, {@code after/}, {@code ct/}, {@code info/}.
 *
 * @see "README of the golden vectors, sections 1 and 2"
 */
public final class GoldenCase {
    private static final String SCALARS = "scalars";
    private static final String VALUES = "values";

    /** Below this magnitude a scalar's tolerance stops shrinking. */
    private static final double SCALAR_FLOOR = 0.01;

    /** Scalars that are counts of hits and must be equal. */
    private static final Set<String> EXACT_SCALARS = Set.of("accuracy");

    private final String name;
    private final JsonNode json;
    private final Map<String, GoldenTensor> tensors;

    private GoldenCase(String name, JsonNode json, Map<String, GoldenTensor> tensors) {
        this.name = name;
        this.json = json;
        this.tensors = tensors;
    }

    static GoldenCase parse(String name, byte[] json, byte[] tensors) throws IOException {
        return new GoldenCase(name, new ObjectMapper().readTree(json), SafetensorsReader.read(tensors));
    }

    /**
     * Reads the case of exactly this name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static GoldenCase named(String name) {
        return startingWith(name).stream()
                .filter(golden -> golden.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no golden case '" + name + "'; known: "
                        + GoldenFolder.read("").stream().map(GoldenCase::name).toList()));
    }

    /**
     * Reads all cases whose name starts so, in the order of their names.
     *
     * @throws IllegalArgumentException if there is none, so that a test cannot pass on nothing
     */
    public static List<GoldenCase> startingWith(String prefix) {
        List<GoldenCase> cases = GoldenFolder.read(prefix);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("no golden case starts with '" + prefix + "'; known: "
                    + GoldenFolder.read("").stream().map(GoldenCase::name).toList());
        }
        return cases;
    }

    /** Returns the name of the case. */
    public String name() {
        return name;
    }

    /**
     * Copies the files that lie in a folder of the case's name beside it, such as a checkpoint, into another folder.
     *
     * @throws IllegalArgumentException if there are none
     */
    public void copyFiles(Path target) {
        GoldenFolder.copyFiles(name, target);
    }

    /** Returns the whole JSON file, for entries that only some cases have. */
    public JsonNode json() {
        return json;
    }

    /** Returns sizes and hyper-parameters. */
    public JsonNode config() {
        return json.path("config");
    }

    /** Returns the names of all tensors that start so, sorted. */
    public List<String> tensorNames(String prefix) {
        return tensors.keySet().stream()
                .filter(tensor -> tensor.startsWith(prefix))
                .toList();
    }

    /** Returns whether the case has this tensor. */
    public boolean hasTensor(String tensor) {
        return tensors.containsKey(tensor);
    }

    /**
     * Returns a tensor by its full name, such as {@code in/images}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public GoldenTensor tensor(String tensor) {
        GoldenTensor found = tensors.get(tensor);
        if (found == null) {
            throw new IllegalArgumentException(
                    "golden case " + name + " has no tensor '" + tensor + "'; known: " + tensors.keySet());
        }
        return found;
    }

    /** Returns an expected number. */
    public double scalar(String scalar) {
        return entry(SCALARS, scalar).doubleValue();
    }

    /** Returns a list of expected numbers, from {@code scalars}. */
    public double[] scalarList(String scalar) {
        return list(entry(SCALARS, scalar));
    }

    /** Returns a list of expected numbers, from {@code values}. */
    public double[] values(String list) {
        return list(entry(VALUES, list));
    }

    /** Returns the tolerance of a role: {@code out}, {@code grad} or {@code after}, over the whole tensor. */
    public Tolerance tolerance(String role) {
        JsonNode entry = entry("tolerances", role);
        return Tolerance.wholeTensor(
                entry.path("rtol").doubleValue(), entry.path("atol").doubleValue());
    }

    /** Checks float values against a tensor, with the tolerance of its role. */
    public void assertTensor(String tensor, float[] actual) {
        GoldenTensor expected = tensor(tensor);
        String role = tensor.substring(0, tensor.indexOf('/'));
        TensorAssert.assertThatValues(actual, expected.shape())
                .as("golden case %s, %s", name, tensor)
                .isCloseTo(expected.floats(), tolerance(role));
    }

    /** Checks whole numbers against a tensor; they must be equal. */
    public void assertTensor(String tensor, int[] actual) {
        assertThat(actual)
                .as("golden case %s, %s", name, tensor)
                .containsExactly(tensor(tensor).ints());
    }

    /** Checks a number of {@code scalars}. */
    public void assertScalar(String scalar, double actual) {
        checkScalar(scalar, scalar(scalar), actual);
    }

    /** Checks a list of {@code scalars}, entry by entry. */
    public void assertScalarList(String scalar, double... actual) {
        double[] expected = scalarList(scalar);
        checkLength(scalar, expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            checkScalar(scalar + "[" + i + "]", expected[i], actual[i]);
        }
    }

    /** Checks a list of {@code values}, entry by entry, with the tolerance of that role. */
    public void assertValues(String list, double... actual) {
        double[] expected = values(list);
        checkLength(list, expected.length, actual.length);
        JsonNode tolerance = entry("tolerances", VALUES);
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance.path("atol").doubleValue()
                    + tolerance.path("rtol").doubleValue() * Math.abs(expected[i]);
            check(list + "[" + i + "]", expected[i], actual[i], allowed);
        }
    }

    private void checkScalar(String scalar, double expected, double actual) {
        double rtol = EXACT_SCALARS.contains(scalar)
                ? 0
                : entry("tolerances", SCALARS).path("rtol").doubleValue();
        check(scalar, expected, actual, rtol * Math.max(Math.abs(expected), SCALAR_FLOOR));
    }

    private void check(String what, double expected, double actual, double allowed) {
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new AssertionError("golden case " + name + ", " + what + ": expected " + expected + ", got " + actual
                    + "; error " + Math.abs(actual - expected) + ", allowed " + allowed);
        }
    }

    private void checkLength(String what, int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError(
                    "golden case " + name + ", " + what + ": expected " + expected + " entries, got " + actual);
        }
    }

    private JsonNode entry(String group, String key) {
        JsonNode found = json.path(group).path(key);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("golden case " + name + " has no '" + key + "' in " + group);
        }
        return found;
    }

    private static double[] list(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }

    @Override
    public String toString() {
        return "golden case " + name;
    }
}
