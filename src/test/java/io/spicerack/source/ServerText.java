package io.spicerack.source;

import io.spicerack.core.sources.Databases;
import io.spicerack.model.DataSourceType;
import io.spicerack.table.CellText;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a server itself prints of a table's cells, brought to the form that docs/types.md says of each type. Nothing of the
 * product decodes a value here but for the last digit of a floating-point number. Stateless.
 */
final class ServerText {
    private static final Pattern DATE = Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d)(.*?)( BC)?");

    private ServerText() {}

    /** Over a plain connection, its session in UTC, with texts as the driver gets them. */
    static List<List<@Nullable String>> of(Connection plain, RandomColumns table, String name, Schema schema)
            throws SQLException {
        boolean postgres = table.kind() == DataSourceType.POSTGRESQL;
        String cells = IntStream.range(0, table.types().size())
                .mapToObj(column -> printed(table, column, schema.column(column).type()))
                .collect(Collectors.joining(", "));
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = plain.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + cells + " FROM " + name + " ORDER BY n")) {
            while (row.next()) {
                List<@Nullable String> line = new ArrayList<>();
                for (int column = 0; column < schema.width(); column++) {
                    String text = row.getString(column + 1);
                    line.add(text == null ? null : canonical(text, schema.column(column), postgres));
                }
                rows.add(line);
            }
        }
        return rows;
    }

    private static String printed(RandomColumns table, int column, ColumnType kept) {
        String name = Databases.SERVED
                .of(table.kind())
                .dialect()
                .identifier(table.names().get(column));
        String type = table.types().get(column).type();
        if (table.kind() == DataSourceType.POSTGRESQL) {
            // a char(n) loses its padding on its way to text
            return type.startsWith("char(")
                    ? "CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END"
                    : name + "::text";
        }
        return switch (kept.kind()) {
            case BOOL, INT32, INT64 -> "CAST(" + name + " + 0 AS CHAR)";
            // not by a CAST: MySQL cuts the text of a number off after 22 characters once a function takes it
            case FLOAT32 -> name + " * 1e0";
            case FLOAT64 -> name;
            case BINARY -> type.startsWith("BIT") ? "LPAD(HEX(" + name + " + 0), 16, '0')" : "HEX(" + name + ")";
            case DECIMAL, WIDE_DECIMAL, TEXT, JSON, UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_UTC ->
                "CAST(" + name + " AS CHAR)";
        };
    }

    private static String canonical(String text, Column column, boolean postgres) {
        return switch (column.type().kind()) {
            case BOOL -> String.valueOf(text.startsWith("t") || text.equals("1"));
            case INT32, INT64, TEXT, JSON, UUID -> text;
            case DECIMAL, WIDE_DECIMAL ->
                new BigDecimal(text).setScale(column.type().scale()).toPlainString();
            case FLOAT32 -> CellText.of(Float.parseFloat(text));
            case FLOAT64 -> CellText.of(Double.parseDouble(text));
            case BINARY -> {
                byte[] bytes = HexFormat.of().parseHex(postgres ? text.substring(2) : text);
                yield Base64.getEncoder().encodeToString(bytes);
            }
            case TIME -> withoutZeros(text);
            case DATE -> date(text);
            case TIMESTAMP -> date(withoutZeros(text)).replace(' ', 'T');
            case TIMESTAMP_UTC -> {
                String local = postgres ? text.replace("+00", "") : text;
                yield date(withoutZeros(local)).replace(' ', 'T') + "Z";
            }
        };
    }

    /** Of a second's fraction. */
    private static String withoutZeros(String text) {
        return text.replaceFirst("(\\.\\d*?)0+($| BC)", "$1$2").replaceFirst("\\.($| BC)", "$1");
    }

    /** ISO 8601: the year before 1 is 0, and years of more than four digits have a sign. */
    private static String date(String text) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the server printed a date of another form");
        }
        int year = Integer.parseInt(parts.group(1));
        String signed = parts.group(5) == null
                ? (year > 9999 ? "+" + year : parts.group(1))
                : (year == 1 ? "0000" : "-" + String.format(Locale.ROOT, "%04d", year - 1));
        return signed + "-" + parts.group(2) + "-" + parts.group(3) + parts.group(4);
    }
}
