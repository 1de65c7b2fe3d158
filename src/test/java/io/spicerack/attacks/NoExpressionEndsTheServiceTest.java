package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.prepare.DataSetDefinition;
import io.spicerack.prepare.DefinitionReader;
import io.spicerack.prepare.PreparedRows;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that make texts of texts end with the row's own failure, before room is made for them. */
class NoExpressionEndsTheServiceTest {
    private static final String NOTE = "a note of a visit, not long.";

    @ParameterizedTest
    @ValueSource(strings = {"concat(EACH)", "replace({x}, 'o', concat(EACH))", "concat(toUpper({x}), EACH)"})
    void texts(String expression) {
        IngestionException refused = catchThrowableOfType(
                IngestionException.class, () -> prepared(expression).next(new RowGroup(SCHEMA)));
        assertThat(refused)
                .hasMessage(
                        "the expressions of one row read and make texts of more than 16777216 characters. Cut them with"
                                + " left or substring, or compute with fewer of them");
        assertThat(refused.type()).isEqualTo(IngestionErrorType.ROW_SIZE_LIMIT_EXCEEDED);
    }

    private static final Schema SOURCE = new Schema(List.of(new Column("note", new ColumnType.Text())));
    private static final Schema SCHEMA = new Schema(List.of(
            new Column("note", new ColumnType.Text()),
            new Column("a", new ColumnType.Text()),
            new Column("b", new ColumnType.Text()),
            new Column("c", new ColumnType.Text())));

    /** The same of its own result, three times. */
    private static RowGroups prepared(String expression) {
        StringBuilder columns = new StringBuilder();
        String of = "note";
        for (String name : List.of("a", "b", "c")) {
            String each = String.join(", ", Collections.nCopies(200, "{" + of + "}"));
            columns.append(columns.length() == 0 ? "" : ", ")
                    .append("{\"ColumnName\": \"%s\", \"ColumnId\": \"%s\", \"Expression\": \"%s\"}"
                            .formatted(
                                    name, name, expression.replace("EACH", each).replace("{x}", "{" + of + "}")));
            of = name;
        }
        String arn = "arn:aws:quicksight:eu-west-1:123456789012:datasource/clinic";
        DataSetDefinition definition = DefinitionReader.parse(
                """
                {"PhysicalTableMap": {"t": {"CustomSql": {"Name": "t", "DataSourceArn": "%s", "SqlQuery": "SELECT note FROM v",
                "Columns": [{"Name": "note", "Type": "STRING"}]}}},
                "LogicalTableMap": {"l": {"Alias": "l", "Source": {"PhysicalTableId": "t"},
                "DataTransforms": [{"CreateColumnsOperation": {"Columns": [%s]}}]}}}"""
                        .formatted(arn, columns));
        RowGroups rows = RowMaps.rowGroups(SOURCE, List.of(Map.of("note", NOTE)).iterator());
        return new PreparedRows(definition.plan(SOURCE, Instant.EPOCH), rows);
    }
}
