package io.spicerack.prepare;

import io.spicerack.model.Arn;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One table and what its rows go through: PhysicalTableMap and LogicalTableMap, read and checked. Immutable. */
public final class DataSetDefinition {
    private final PhysicalTable table;
    private final List<Transform> transforms;

    DataSetDefinition(PhysicalTable table, List<Transform> transforms) {
        this.table = table;
        this.transforms = List.copyOf(transforms);
    }

    public Arn dataSource() {
        return table.dataSource();
    }

    public PhysicalTable table() {
        return table;
    }

    /** The columns that it gives; none where its query does not declare them. */
    public List<OutputColumn> outputColumns() {
        return table.columns().isEmpty()
                ? List.of()
                : plan(DeclaredColumns.schema(table.columns()), Instant.EPOCH).outputColumns();
    }

    /** Fails where a column is not what the definition says, or an expression cannot be served. */
    public Plan plan(Schema source, Instant now) {
        return plan(new DeclaredColumns.Matched(source, List.of(), Map.of()), now);
    }

    /** The same where some values of the source are made what is declared. */
    public Plan plan(DeclaredColumns.Matched source, Instant now) {
        return PlanBuilder.build(table, transforms, source, now);
    }

    /** The column of the source that is the data set's column {@code name}, untouched by any expression. */
    public Optional<String> sourceColumn(String name) {
        return table.columns().isEmpty()
                ? Optional.of(name)
                : plan(DeclaredColumns.schema(table.columns()), Instant.EPOCH).sourceColumn(name);
    }
}
