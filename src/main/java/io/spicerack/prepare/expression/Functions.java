package io.spicerack.prepare.expression;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** All functions and operators by name. Stateless. */
final class Functions {
    static final Map<String, Function<List<CompiledExpression>, CompiledExpression>> ALL = all();

    private Functions() {}

    private static Map<String, Function<List<CompiledExpression>, CompiledExpression>> all() {
        Map<String, Function<List<CompiledExpression>, CompiledExpression>> all = new TreeMap<>();
        ConditionFunctions.register(all);
        NumberFunctions.register(all);
        TextFunctions.register(all);
        DateFunctions.register(all);
        return Map.copyOf(all);
    }

    /** Those that are written as a call. */
    static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(ALL.keySet());
        names.addAll(List.of("in", "notin", "now"));
        names.removeIf(name -> !name.matches("[a-z]+"));
        return names;
    }
}
