package io.spicerack.extract;

import io.spicerack.extract.TypeCase.Edge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table by chance: its columns' names and types, and its cells, edges of their types or any value. Immutable. */
record RandomColumns(List<String> names, List<TypeCase> types, List<List<@Nullable Edge>> rows) {
    private static final List<String> NAMES = List.of(
            "select", "from", "group", "order", "user", "table", "a b", "a\"b", "a`b", "Ж王", "ß", "1", "%s", "x'y", "A",
            "b");
    private static final int MOST_ROWS = 40;

    /** @param any a random value of a type; null where only its edges are taken */
    static RandomColumns of(Random random, List<TypeCase> known, Function<TypeCase, @Nullable Edge> any) {
        List<TypeCase> types = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        int width = 1 + random.nextInt(8);
        while (names.size() < width) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            names.add(random.nextInt(3) == 0 ? name + names.size() : name);
        }
        for (int column = 0; column < width; column++) {
            types.add(known.get(random.nextInt(known.size())));
        }
        List<List<@Nullable Edge>> rows = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(MOST_ROWS);
        for (int row = 0; row < count; row++) {
            List<@Nullable Edge> cells = new ArrayList<>();
            types.forEach(type -> cells.add(cell(random, type, any)));
            rows.add(cells);
        }
        return new RandomColumns(List.copyOf(names), List.copyOf(types), rows);
    }

    private static @Nullable Edge cell(Random random, TypeCase type, Function<TypeCase, @Nullable Edge> any) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        Edge free = random.nextBoolean() ? any.apply(type) : null;
        return free == null ? type.kept().get(random.nextInt(type.kept().size())) : free;
    }

    /** The canonical texts that must come back, row by row. */
    List<List<@Nullable String>> expected() {
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (List<@Nullable Edge> row : rows) {
            List<@Nullable String> line = new ArrayList<>();
            row.forEach(cell -> line.add(cell == null ? null : cell.text()));
            texts.add(line);
        }
        return texts;
    }
}
