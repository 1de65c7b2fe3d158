package io.spicerack.prepare;

import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.source.TableQuery.Selected;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a source become those of a data set. Immutable; its expressions may run on several threads.
 *
 * @param inputs names of the source's columns that are needed, in the order in which they are read
 * @param steps what is done with each row, in this order
 * @param slots how many values are computed of a row
 */
public record Plan(List<String> inputs, List<Step> steps, int slots, List<Output> outputs) {
    /** One thing that is done with a row. */
    sealed interface Step {
        /** Names the column for the count of rows that it drops. */
        record Compute(int slot, String column, CompiledExpression.Cell cell) implements Step {}

        /** Makes a value of the source what is declared of its column. */
        record Declare(int slot, DeclaredValue value, CompiledExpression.Cell read) implements Step {}

        record Filter(CompiledExpression.Cell condition) implements Step {}
    }

    /**
     * A column of the data set: the source's, or a computed one.
     *
     * @param source the source's column; null for one that is computed
     * @param slot of a computed one
     */
    record Output(
            String name,
            @Nullable String source,
            int slot,
            ColumnType type,
            OutputColumn.Type shown,
            @Nullable String description) {}

    public Plan {
        inputs = List.copyOf(inputs);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
    }

    public List<OutputColumn> outputColumns() {
        return outputs.stream()
                .map(output -> new OutputColumn(output.name(), output.shown(), output.description()))
                .toList();
    }

    public Schema schema() {
        return new Schema(outputs.stream()
                .map(output -> new Column(output.name(), output.type()))
                .toList());
    }

    /** Whether a query alone gives the data set's rows. */
    public boolean inQuery() {
        return steps.isEmpty();
    }

    /** The columns that the query asks for, of those that were matched. */
    public List<Selected> selected(List<Selected> matched) {
        if (!inQuery()) {
            return inputs.stream()
                    .map(name -> DeclaredColumns.selected(matched, name))
                    .toList();
        }
        return outputs.stream()
                .map(output -> {
                    Selected column = DeclaredColumns.selected(matched, String.valueOf(output.source()));
                    return new Selected(column.name(), output.name(), column.form());
                })
                .toList();
    }

    /** The column of the source that is the data set's column {@code name} as it was read. */
    public Optional<String> sourceColumn(String name) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .map(Output::source);
    }
}
