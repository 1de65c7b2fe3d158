package io.spicerack.prepare.expression;

import io.spicerack.Mutations;
import io.spicerack.model.IngestionException;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever text somebody gives as an expression is computed or refused in words. */
class MutatedExpressionsTest {
    private static final RowGroup NO_ROWS =
            new RowGroup(new Schema(List.of(new Column("none", new ColumnType.Text()))));

    private final Mutations texts = new Mutations(Stream.of(
                    "ifelse({price} > 100, 'dear', {price} > 10, 'fair', 'cheap')",
                    "addDateTime(-1, 'MM', {seen})",
                    "formatDate({seen}, 'yyyy/MM')",
                    "parseDate('3-Apr-2025 01:02 pm', 'd-MMM-yyyy hh:mm a')",
                    "dateDiff({seen}, now(), 'YYYY') + truncDate('WK', {seen})",
                    "concat('a', \"b\", 'it''s', toUpper('straße'))",
                    "substring(left('Łódź🌶', 9), -2, 3)",
                    "round({price} / 3, 1) * 99999999999999999999 % 7",
                    "parseInt(' 42 ') + parseDecimal('1.5e3') - decimalToInt(9.99)",
                    "nullIf(coalesce({missing}, 'x'), replace('a.b.c', '.', '-'))",
                    "((((1 + 2) * 3) - -4) / 0) >= 5 AND NOT ({unknown} = 1 OR isNull({missing}))",
                    "extract('WD', {seen}) + strlen(trim('  x ')) + locate('abc', 'c', 2)",
                    "1e308 * 1e308 + {weight} - 9223372036854775807 * 2",
                    "in({missing}, ['a', 'b'], 'c') // comment\n",
                    "/* a */ toString({seen})")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList());

    @Property(seed = "1729")
    void anExpressionIsComputedOrRefused(@ForAll Random random) {
        texts.each(random, 20, text -> {
            try {
                Object unused = new ExpressionCompiler(
                                MutatedExpressionsTest::column,
                                Set.of("missing", "price", "seen"),
                                Instant.parse("2026-01-02T03:04:05Z"))
                        .compile(ExpressionParser.parse(new String(text, StandardCharsets.UTF_8)))
                        .cell()
                        .value(new Row(NO_ROWS, 0));
            } catch (ExpressionException | IngestionException | RowFault e) {
                // as it should be
            }
        });
    }

    private static @org.jspecify.annotations.Nullable CompiledExpression column(String name) {
        return switch (name) {
            case "missing" -> new CompiledExpression(ValueType.STRING, row -> null);
            case "unknown" -> new CompiledExpression(ValueType.INTEGER, row -> null);
            case "price" -> new CompiledExpression(ValueType.fixed(2), row -> new BigDecimal("12.34"));
            case "weight" -> new CompiledExpression(ValueType.FLOAT, row -> 0.1);
            case "seen" ->
                new CompiledExpression(ValueType.dateTime(true), row -> LocalDateTime.of(2024, 2, 29, 13, 14, 15));
            default -> null;
        };
    }
}
