package io.splitmask.export;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Tensors arranged by the dots in their names: modules in modules, each of a class of its own. */
final class ScriptModule {
    private static final String SPACE = "__torch__";
    private static final String ROOT = "VisionTransformer";

    private final String path;
    private final Map<String, ScriptModule> modules = new LinkedHashMap<>();
    private final Set<String> tensors = new LinkedHashSet<>();

    private ScriptModule(String path) {
        this.path = path;
    }

    /** Arranges tensors. @param names such as {@code blocks.0.attn.qkv.weight} */
    static ScriptModule of(Collection<String> names) {
        ScriptModule root = new ScriptModule("");
        for (String name : names) {
            ScriptModule owner = root;
            String[] parts = name.split("\\.");
            for (int i = 0; i < parts.length - 1; i++) {
                String below = owner.nameOf(parts[i]);
                owner = owner.modules.computeIfAbsent(parts[i], part -> new ScriptModule(below));
            }
            owner.tensors.add(parts[parts.length - 1]);
        }
        return root;
    }

    /** Returns how a script calls a tensor of that name; parts such as {@code 0} are not identifiers. */
    static String expression(String name) {
        String expression = "self";
        for (String part : name.split("\\.")) {
            expression = isNumber(part) ? "getattr(" + expression + ", \"" + part + "\")" : expression + "." + part;
        }
        return expression;
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }

    String nameOf(String child) {
        return path.isEmpty() ? child : path + "." + child;
    }

    Map<String, ScriptModule> modules() {
        return modules;
    }

    Set<String> tensors() {
        return tensors;
    }

    /** Returns the name of the class within {@code __torch__}. */
    String className() {
        return path.isEmpty() ? ROOT : ROOT + "_" + path.replace('.', '_');
    }

    /** Returns the classes of this module and of all below it. @param method of this one */
    String declarations(String method) {
        StringBuilder text = new StringBuilder();
        modules.values().forEach(module -> text.append(module.declarations("")));
        text.append("class ").append(className()).append("(Module):\n  __parameters__ = [");
        tensors.forEach(name -> text.append('"').append(name).append("\", "));
        text.append("]\n  __buffers__ = []\n  __annotations__ = []\n");
        tensors.forEach(name -> text.append("  ").append(name).append(" : Tensor\n"));
        text.append("  training : bool\n");
        modules.forEach((name, module) -> text.append(
                        isNumber(name) ? "  __annotations__[\"" + name + "\"] = " : "  " + name + " : ")
                .append(SPACE)
                .append('.')
                .append(module.className())
                .append('\n'));
        return text.append(method).toString();
    }
}
