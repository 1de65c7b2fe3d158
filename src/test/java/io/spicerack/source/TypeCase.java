package io.spicerack.source;

import io.spicerack.table.CellText;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.parquet.SampleFiles;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One type of a database: its row in docs/types.md, and values at its edges with the canonical text that a data set keeps
 * of each, or with why it is refused.
 *
 * @param row the first cell of its row in the documentation
 * @param type as SQL writes it
 * @param becomes how the second cell of its row begins
 */
public record TypeCase(String row, String type, String becomes, List<Edge> edges) {
    /**
     * A value of the type.
     *
     * @param refused what the column is said to hold; null where the value is kept
     */
    public record Edge(String literal, @Nullable String text, @Nullable String refused) {}

    public static TypeCase of(String row, String type, String becomes) {
        return new TypeCase(row, type, becomes, List.of());
    }

    /** Values that are kept just as they are written. */
    public TypeCase keeps(String... literals) {
        TypeCase more = this;
        for (String literal : literals) {
            more = more.with(new Edge(literal, literal, null));
        }
        return more;
    }

    public TypeCase keepsAs(String literal, String text) {
        return with(new Edge(literal, text, null));
    }

    public TypeCase refuses(String literal, String holds) {
        return with(new Edge(literal, null, holds));
    }

    private TypeCase with(Edge edge) {
        List<Edge> more = new ArrayList<>(edges);
        more.add(edge);
        return new TypeCase(row, type, becomes, more);
    }

    public List<Edge> kept() {
        return edges.stream().filter(edge -> edge.text() != null).toList();
    }

    public List<Edge> refused() {
        return edges.stream().filter(edge -> edge.refused() != null).toList();
    }

    /** What the data set must hold: the texts of the kept values, then a NULL. */
    public List<@Nullable String> expected() {
        List<@Nullable String> texts = new ArrayList<>();
        kept().forEach(edge -> texts.add(edge.text()));
        texts.add(null);
        return texts;
    }

    /** The ways by which rows reach a sealed file. */
    public enum Way {
        /** {@code spice:extract}, untouched. */
        EXTRACTED,
        /** {@code spice:extract}, then a row step that passes maps on. */
        ROW_MAPS,
        /** {@code jdbc:...?outputType=StreamList}. */
        JDBC
    }

    /** Reads the one column of the query by one of the ways, seals it, opens it again. */
    public static List<@Nullable String> read(Way way, SourceConnection source, String query) throws Exception {
        List<@Nullable String> texts = new ArrayList<>();
        readRows(way, source, query).forEach(row -> texts.add(row.get(0)));
        return texts;
    }

    /** The same for all columns, row by row. */
    static List<List<@Nullable String>> readRows(Way way, SourceConnection source, String query) throws Exception {
        return switch (way) {
            case EXTRACTED -> {
                try (RowGroups rows = source.query(query)) {
                    yield reopened(rows);
                }
            }
            case ROW_MAPS -> {
                try (RowGroups rows = source.query(query)) {
                    yield reopened(RowMaps.rowGroups(rows.schema(), RowMaps.rows(rows)));
                }
            }
            case JDBC -> {
                try (Statement statement = source.lend(() -> {}).createStatement();
                        ResultSet rows = statement.executeQuery(query)) {
                    List<Map<String, Object>> maps = maps(rows);
                    yield reopened(RowMaps.rowGroups(maps.iterator()));
                }
            }
        };
    }

    /** As camel-jdbc's own iterator reads a row. */
    @SuppressWarnings("NullAway")
    private static List<Map<String, Object>> maps(ResultSet rows) throws Exception {
        List<Map<String, Object>> maps = new ArrayList<>();
        while (rows.next()) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                map.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
            }
            maps.add(map);
        }
        return maps;
    }

    static List<List<@Nullable String>> reopened(RowGroups rows) throws Exception {
        List<List<@Nullable String>> texts = new ArrayList<>();
        SampleFiles.reopened(rows, opened -> {
            RowGroup group = new RowGroup(opened.schema());
            while (opened.next(group)) {
                for (int row = 0; row < group.rows(); row++) {
                    List<@Nullable String> line = new ArrayList<>();
                    for (int column = 0; column < group.schema().width(); column++) {
                        line.add(CellText.of(group, column, row));
                    }
                    texts.add(line);
                }
            }
        });
        return texts;
    }

    @Override
    public String toString() {
        return type;
    }
}
