package io.spicerack.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.table.ColumnType;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a constant of a statement is, as far as its comparison with a column keeps the column's order: then a row group whose
 * bounds do not meet the comparison has no row that does.
 */
enum ConstantShape {
    NUMBER,
    /** A quoted literal, which becomes what it is compared with. */
    LITERAL,
    /** A day, or a time on one. */
    MOMENT,
    /** A time on a day in a zone. */
    INSTANT,
    /** A parameter, whose value may be anything of these. */
    PARAMETER,
    /** Anything else. */
    OTHER;

    private static final Set<String> EXACT_NUMBERS =
            Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL");
    private static final Pattern NUMBERED = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Set<String> INTERVALS =
            Set.of("to_years", "to_months", "to_weeks", "to_days", "to_hours", "to_minutes", "to_seconds", "trunc");

    /** Of an expression as DuckDB's parser gives it. */
    static ConstantShape of(JsonNode node) {
        return switch (node.path("class").asText()) {
            case "CONSTANT" -> ofConstant(node.path("value"));
            case "PARAMETER" ->
                NUMBERED.matcher(node.path("identifier").asText()).matches() ? PARAMETER : OTHER;
            case "CAST" -> ofCast(node);
            case "FUNCTION" -> ofSum(node);
            default -> OTHER;
        };
    }

    private static ConstantShape ofConstant(JsonNode value) {
        String type = value.path("type").path("id").asText();
        if (value.path("is_null").asBoolean(true)) {
            return OTHER;
        }
        return type.equals("VARCHAR") ? LITERAL : EXACT_NUMBERS.contains(type) ? NUMBER : OTHER;
    }

    private static ConstantShape ofCast(JsonNode cast) {
        ConstantShape child = of(cast.path("child"));
        String type = cast.path("cast_type").path("id").asText();
        if (cast.path("try_cast").asBoolean(true)) {
            return OTHER;
        }
        if (EXACT_NUMBERS.contains(type)) {
            return child == NUMBER ? NUMBER : OTHER;
        }
        boolean told = child == LITERAL || child == MOMENT || child == INSTANT;
        return switch (type) {
            case "DATE", "TIMESTAMP" -> told ? MOMENT : OTHER;
            case "TIMESTAMP WITH TIME ZONE" -> told ? INSTANT : OTHER;
            default -> OTHER;
        };
    }

    /** As in {@code DATE '1998-12-01' - INTERVAL 90 DAY}. */
    private static ConstantShape ofSum(JsonNode function) {
        JsonNode children = function.path("children");
        String name = function.path("function_name").asText();
        if (!function.path("is_operator").asBoolean()
                || children.size() != 2
                || !Set.of("+", "-").contains(name)) {
            return OTHER;
        }
        ConstantShape first = of(children.get(0));
        boolean interval = isInterval(children.get(1));
        return switch (first) {
            case NUMBER -> of(children.get(1)) == NUMBER ? NUMBER : OTHER;
            case MOMENT, INSTANT -> interval ? first : OTHER;
            case LITERAL, PARAMETER, OTHER -> OTHER;
        };
    }

    private static boolean isInterval(JsonNode node) {
        return switch (node.path("class").asText()) {
            case "FUNCTION" ->
                INTERVALS.contains(node.path("function_name").asText())
                        && node.path("children").size() == 1
                        && isAmount(node.path("children").get(0));
            case "CAST" ->
                node.path("cast_type").path("id").asText().equals("INTERVAL") && of(node.path("child")) == LITERAL;
            default -> false;
        };
    }

    private static boolean isAmount(JsonNode node) {
        return switch (node.path("class").asText()) {
            case "CONSTANT" -> of(node) == NUMBER || of(node) == LITERAL;
            case "CAST" -> isAmount(node.path("child"));
            case "FUNCTION" -> isInterval(node);
            default -> false;
        };
    }

    /** Whether a column of the type, compared with it, is compared in its own order. */
    boolean keepsOrderOf(ColumnType type) {
        return switch (type.kind()) {
            case INT32, INT64, DECIMAL, WIDE_DECIMAL -> this == NUMBER || this == PARAMETER;
            case TEXT -> this == LITERAL || this == PARAMETER;
            case DATE, TIMESTAMP -> this == MOMENT || this == LITERAL || this == PARAMETER;
            case TIMESTAMP_UTC -> this == MOMENT || this == INSTANT || this == LITERAL || this == PARAMETER;
            case BOOL, FLOAT32, FLOAT64, JSON, BINARY, UUID, TIME -> false;
        };
    }
}
