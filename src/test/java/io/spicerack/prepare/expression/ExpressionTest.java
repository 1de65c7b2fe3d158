package io.spicerack.prepare.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final RowGroup NO_ROWS =
            new RowGroup(new Schema(List.of(new Column("none", new ColumnType.Text()))));

    private static CompiledExpression compile(String text) {
        return new ExpressionCompiler(
                        name -> switch (name) {
                            case "missing" -> new CompiledExpression(ValueType.STRING, row -> null);
                            case "unknown number" -> new CompiledExpression(ValueType.INTEGER, row -> null);
                            case "unknown flag" -> new CompiledExpression(ValueType.BOOLEAN, row -> null);
                            case "price" -> new CompiledExpression(ValueType.fixed(2), row -> new BigDecimal("12.34"));
                            case "weight" -> new CompiledExpression(ValueType.FLOAT, row -> 0.1);
                            case "seen" ->
                                new CompiledExpression(
                                        ValueType.dateTime(true), row -> LocalDateTime.of(2024, 2, 29, 13, 14, 15));
                            default -> null;
                        },
                        Set.of("missing", "price", "seen"),
                        Instant.parse("2026-01-02T03:04:05Z"))
                .compile(ExpressionParser.parse(text));
    }

    private static @Nullable Object value(String text) {
        return compile(text).cell().value(new Row(NO_ROWS, 0));
    }

    private static String text(String expression) {
        return String.valueOf(value(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 + 2 * 3                          | 7",
                "(1 + 2) * 3                        | 9",
                "-2 - -3                            | 1",
                "10 - 4 - 3                         | 3",
                "7 % 4                              | 3",
                "mod(-7, 4)                         | -3",
                "7 / 2                              | 3.500000000000",
                "1 / 0                              | null",
                "{price} / 0                        | null",
                "{price} * 2                        | 24.68",
                "{price} + 0.001                    | 12.341",
                "{price} * {price}                  | 152.2756",
                "{weight} + 0.2                     | 0.30000000000000004",
                "abs(-{price})                      | 12.34",
                "ceil({price})                      | 13",
                "floor(-0.5)                        | -1",
                "round(2.5)                         | 3",
                "round({price}, 1)                  | 12.3",
                "decimalToInt(9.99)                 | 9",
                "parseInt(' 42 ')                   | 42",
                "parseDecimal('1.5e3')              | 1500.0",
                "concat('a', \"b\", 'it''s')        | abit's",
                "toUpper('straße')                  | STRASSE",
                "strlen('🌶é')                      | 2",
                "left('Łódź', 2)                    | Łó",
                "right('Łódź', 2)                   | dź",
                "right('a', 5)                      | a",
                "substring('abcdef', 2, 3)          | bcd",
                "substring('abc', 3, 9)             | c",
                "replace('a.b.c', '.', '-')         | a-b-c",
                "trim('  x ')                       | x",
                "locate('abc', 'c')                 | 3",
                "locate('abc', 'z')                 | 0",
                "toString({price})                  | 12.34",
                "toString({seen})                   | 2024-02-29T13:14:15Z",
                "extract('YYYY', seen)              | 2024",
                "extract('Q', {seen})               | 1",
                "extract('WD', {seen})              | 5",
                "truncDate('WK', {seen})            | 2024-02-25T00:00",
                "truncDate('Q', {seen})             | 2024-01-01T00:00",
                "truncDate('HH', {seen})            | 2024-02-29T13:00",
                "addDateTime(1, 'YYYY', {seen})     | 2025-02-28T13:14:15",
                "addDateTime(-1, 'MM', {seen})      | 2024-01-29T13:14:15",
                "dateDiff({seen}, parseDate('2024-03-01')) | 1",
                "dateDiff({seen}, now(), 'YYYY')    | 2",
                "parseDate('03/04/2025', 'MM/dd/yyyy') | 2025-03-04T00:00",
                "parseDate('3-Apr-2025 01:02 pm', 'd-MMM-yyyy hh:mm a') | 2025-04-03T13:02",
                "formatDate({seen}, 'yyyy/MM')      | 2024/02",
                "now()                              | 2026-01-02T03:04:05",
                "ifelse({price} > 100, 'dear', {price} > 10, 'fair', 'cheap') | fair",
                "ifelse({unknown flag}, 'a', 'b')   | b",
                "coalesce({missing}, 'x')           | x",
                "nullIf('a', 'a')                   | null",
                "nullIf('a', 'b')                   | a",
                "ifelse(1 = 1, 1, 2.5)              | 1.0",
            })
    void anExpressionGives(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 < 2 AND 2 <= 2                   | true",
                "1 = 1.0                            | true",
                "'a' < 'b' or 1 > 2                 | true",
                "not 1 = 2                          | true",
                "NOT NOT 1 = 2                      | false",
                "1 = 2 OR 1 = 1 AND 1 = 2           | false",
                "{missing} = 'x'                    | null",
                "{missing} <> 'x'                   | null",
                "NOT {missing} = 'x'                | null",
                "{missing} = 'x' OR 1 = 1           | true",
                "1 = 1 OR {missing} = 'x'           | true",
                "{missing} = 'x' AND 1 = 2          | false",
                "{missing} = 'x' AND 1 = 1          | null",
                "isNull({missing})                  | true",
                "isNotNull({missing})               | false",
                "in('a', ['b', 'a'])                | true",
                "in('a', ['b', {missing}])          | null",
                "notIn(3, [1, 2])                   | true",
                "between({price}, 12, 13)           | true",
                "between({unknown number}, 12, 13)  | null",
                "contains('abc', 'bc')              | true",
                "startsWith('abc', 'bc')            | false",
                "endsWith('abc', 'bc')              | true",
                "{seen} > parseDate('2024-02-29')   | true",
            })
    void aConditionHasThreeValues(String expression, String expected) {
        assertThat(compile(expression).type()).isEqualTo(ValueType.BOOLEAN);
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "9223372036854775807 + 1 + 0       | ",
                "parseInt('12a')                    | NUMBER_PARSE_FAILURE",
                "parseInt('1.5')                    | NUMBER_PARSE_FAILURE",
                "parseInt('99999999999999999999')   | NUMBER_BITWIDTH_TOO_LARGE",
                "parseDecimal('')                   | NUMBER_PARSE_FAILURE",
                "parseDate('29/02/2023', 'dd/MM/yyyy') | ",
                "parseDate('yesterday')             | MALFORMED_DATE",
                "900000000000000000 * 900000000000000000 | ARITHMETIC_EXCEPTION",
                "addDateTime(900000000000, 'YYYY', {seen}) | ARITHMETIC_EXCEPTION",
            })
    void aValueThatDoesNotFitIsAFaultOfItsRow(String expression, @Nullable String code) {
        if (code == null) {
            assertThat(text(expression))
                    .as("exact, or the last day of the month")
                    .isIn("9223372036854775808", "2023-02-28T00:00");
        } else {
            assertThatThrownBy(() -> value(expression))
                    .isInstanceOf(RowFault.class)
                    .hasMessage(code);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 +                                | it ends at 4 where a value is expected",
                "(1                                 | it ends at 3 where ')' is expected",
                "1 2                                | there is '2' at 3 where the end is expected",
                "'open                              | the text that begins at 1 does not end with '",
                "{open                              | the column name that begins at 1 does not end with }",
                "a ; drop                           | there is a ';' at 3, which has no meaning there",
                "1.2.3                              | '1.2.3' is no number of at most 38 digits",
                "{nobody}                           | there is no column 'nobody' here; there are [missing, price,"
                        + " seen]",
                "sleep(5)                           | there is no function 'sleep' here; served are [abs, ",
                "1 + 'a'                            | + has a STRING; it takes numbers",
                "'a' = 1                            | = compares a STRING with a INTEGER; make both the same",
                "'a' AND 'b'                        | argument 1 of and is a STRING; it takes [BOOLEAN]",
                "left('a')                          | left has 1 arguments; it takes 2",
                "extract('ERA', {seen})             | extract has no period 'ERA'; allowed are YYYY",
                "truncDate({missing}, {seen})       | the period or format of truncDate must be a text, as written",
                "round({price}, {price})            | the second argument of round must be a number from 0 to 12",
                "ifelse(1 = 1, 'a', 2)              | a STRING and a INTEGER have no common type",
                "['a']                              | a list in brackets may only be the second argument of in and"
                        + " notIn",
                "in('a', [])                        | in needs at least one value in its brackets",
                "abs()                              | abs has 0 arguments; it takes 1",
                "parseDate('x', 'yyyyb')            | 'yyyyb' is no format of dates",
                "parseDate('x', 'yyyyppMM')         | 'yyyyppMM' is no format of dates",
            })
    void whatCannotBeServedIsSaidBeforeAnyRow(String expression, String words) {
        assertThatThrownBy(() -> compile(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 101})
    void nestingHasAnEnd(int levels) {
        String text = "(".repeat(levels) + "1" + ")".repeat(levels);
        if (levels < 100) {
            assertThat(text(text)).isEqualTo("1");
        } else {
            assertThatThrownBy(() -> compile(text)).hasMessage("it is nested more than 100 levels deep");
        }
    }

    @Test
    void aLongChainIsNoDeepNestingButHasAnEnd() {
        assertThat(text("1" + " + 1".repeat(500))).isEqualTo("501");
        assertThatThrownBy(() -> compile("1" + " + 1".repeat(501)))
                .hasMessage("it has more than 500 operators and functions");
    }
}
