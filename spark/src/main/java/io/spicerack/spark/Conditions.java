package io.spicerack.spark;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's predicates as SQL of the service, those that mean exactly the same there: comparisons of a column with constants, joined by
 * AND, OR and NOT. Immutable.
 */
record Conditions(List<ReadColumn> columns) {
    /** One condition, in characters: a statement has 1 MiB at most, unless the service takes more. */
    private static final int MOST_TEXT = 100_000;

    private static final Map<String, String> COMPARISONS =
            Map.of("=", "=", "<>", "<>", "<", "<", "<=", "<=", ">", ">", ">=", ">=");

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** With seconds always: without them the service takes a zone behind the minutes for none. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Moments of years with four digits: others are written differently here and there. */
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);

    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999);

    Optional<String> of(Expression predicate) {
        return condition(predicate).filter(text -> text.length() <= MOST_TEXT);
    }

    private Optional<String> condition(Expression predicate) {
        if (!(predicate instanceof GeneralScalarExpression expression)) {
            return Optional.empty();
        }
        Expression[] children = expression.children();
        return switch (expression.name()) {
            case "AND", "OR" -> joined(expression.name(), children);
            case "NOT" -> condition(children[0]).map(text -> "NOT (" + text + ")");
            case "IS_NULL" -> column(children[0]).map(column -> name(column) + " IS NULL");
            case "IS_NOT_NULL" -> column(children[0]).map(column -> name(column) + " IS NOT NULL");
            case "IN" -> in(children);
            default -> COMPARISONS.containsKey(expression.name()) ? compared(expression) : Optional.empty();
        };
    }

    private Optional<String> joined(String word, Expression[] children) {
        List<String> texts = new ArrayList<>();
        for (Expression child : children) {
            Optional<String> text = condition(child);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            texts.add("(" + text.get() + ")");
        }
        return Optional.of(String.join(" " + word + " ", texts));
    }

    private Optional<String> compared(GeneralScalarExpression comparison) {
        Optional<ReadColumn> column = comparable(comparison.children()[0]);
        return column.flatMap(known -> constant(comparison.children()[1], known.type())
                .map(value -> name(known) + " " + COMPARISONS.get(comparison.name()) + " " + value));
    }

    private Optional<String> in(Expression[] children) {
        Optional<ReadColumn> column = comparable(children[0]);
        if (column.isEmpty() || children.length < 2) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            Optional<String> value = constant(children[i], column.get().type());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(name(column.get()) + " IN (" + String.join(", ", values) + ")");
    }

    private Optional<ReadColumn> comparable(Expression expression) {
        return column(expression).filter(ReadColumn::isComparable);
    }

    private Optional<ReadColumn> column(Expression expression) {
        if (!(expression instanceof NamedReference reference) || reference.fieldNames().length != 1) {
            return Optional.empty();
        }
        return columns.stream()
                .filter(column -> column.name().equals(reference.fieldNames()[0]))
                .findFirst();
    }

    private static String name(ReadColumn column) {
        return ReadColumn.quoted(column.name());
    }

    /** Of the column's own type, as Spark makes it; NULL is compared with nothing here. */
    private static Optional<String> constant(Expression expression, DataType type) {
        if (!(expression instanceof Literal<?> literal)
                || literal.value() == null
                || !literal.dataType().equals(type)) {
            return Optional.empty();
        }
        Object value = literal.value();
        if (type instanceof BooleanType || type instanceof IntegerType || type instanceof LongType) {
            return Optional.of(value.toString());
        } else if (type instanceof DecimalType && value instanceof Decimal decimal) {
            BigDecimal number = decimal.toJavaBigDecimal();
            return Optional.of(number.toPlainString());
        } else if (type instanceof StringType && value instanceof UTF8String text) {
            return text(text);
        } else if (type instanceof DateType && value instanceof Integer days) {
            LocalDate day = LocalDate.ofEpochDay(days);
            return day.getYear() >= FIRST.getYear() && day.getYear() <= LAST.getYear()
                    ? Optional.of("DATE '" + day + "'")
                    : Optional.empty();
        } else if (type instanceof TimestampType && value instanceof Long micros) {
            return moment(micros).map(moment -> "TIMESTAMPTZ '" + moment + "+00'");
        } else if (type instanceof TimestampNTZType && value instanceof Long micros) {
            return moment(micros).map(moment -> "TIMESTAMP '" + moment + "'");
        }
        return Optional.empty();
    }

    /** Texts that are no good UTF-8, and zeros, which end a text elsewhere, stay here. */
    private static Optional<String> text(UTF8String value) {
        String text = value.toString();
        boolean same = value.equals(UTF8String.fromString(text)) && text.indexOf(0) < 0;
        return same ? Optional.of("'" + text.replace("'", "''") + "'") : Optional.empty();
    }

    private static Optional<String> moment(long micros) {
        LocalDateTime moment = LocalDateTime.ofInstant(
                Instant.EPOCH
                        .plusSeconds(Math.floorDiv(micros, MICROS_PER_SECOND))
                        .plus(Math.floorMod(micros, MICROS_PER_SECOND), ChronoUnit.MICROS),
                ZoneOffset.UTC);
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            return Optional.empty();
        }
        return Optional.of(MOMENT.format(moment));
    }
}
