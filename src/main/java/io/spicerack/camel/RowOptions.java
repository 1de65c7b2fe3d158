package io.spicerack.camel;

import static io.spicerack.camel.SpiceOptions.required;

import io.spicerack.core.refresh.RowStep;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.prepare.DropCondition;
import io.spicerack.prepare.Mask;
import io.spicerack.source.SplitOptions;
import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options of the steps from {@code spice:extract} to {@code spice:seal}: where rows come from, and what becomes of them. */
@UriParams
public final class RowOptions {
    private static final String DEFINED = "*";

    @UriParam(
            label = "extract",
            description =
                    "Required by spice:extract. The id of the data source to read from; * for what the data set's definition in the catalog says,"
                            + " its query included.")
    private @Nullable String dataSource;

    @UriParam(
            label = "extract",
            description = "The most connections that read the query at a time, all in one snapshot: 1 to 16. Without it"
                    + " spicerack.source.connections says.")
    private int connections;

    @UriParam(
            label = "extract",
            description =
                    "A column of the query with whole numbers, by whose ranges it is read over several connections."
                            + " PostgreSQL needs none where the query reads one table.")
    private @Nullable String partitionColumn;

    @UriParam(label = "mask", description = "Required by spice:mask. The column of the query whose values are masked.")
    private @Nullable String column;

    @UriParam(
            label = "mask",
            description =
                    "Required by spice:mask. What stands in the values' place: hash (under a key of the installation), null, or keep last N"
                            + " (stars, and the last N letters).")
    private @Nullable String with;

    @UriParam(
            label = "drop",
            description =
                    "Required by spice:drop. Rows for which this condition is true are left out, in the language of calculated fields.")
    private @Nullable String where;

    @UriParam(
            label = "seal",
            enums = "fail,adapt-widening,adapt",
            description =
                    "What becomes of columns that differ from the current version's: fail, adapt-widening (new columns"
                            + " and wider types are taken) or adapt. Without it spicerack.source.drift says.")
    private @Nullable DriftPolicy drift;

    @UriParam(
            label = "seal",
            defaultValue = "as-read",
            enums = "as-read,masked,filtered",
            description =
                    "What a step between spice:extract and spice:seal does to the rows: as-read (nothing: others are"
                            + " refused), masked (the same rows with other values) or filtered (fewer or other rows).")
    private RowStep rows = RowStep.AS_READ;

    /** Whether the catalog says what is extracted. */
    boolean defined() {
        return DEFINED.equals(dataSource);
    }

    DataSourceId dataSourceId() {
        return new DataSourceId(required(Verb.extract, "dataSource", dataSource));
    }

    /** What the options say about connections; {@code byDefault} where they say nothing. */
    SplitOptions split(int byDefault) {
        return new SplitOptions(connections == 0 ? byDefault : connections, Optional.ofNullable(partitionColumn));
    }

    String maskedColumn() {
        return required(Verb.mask, "column", column);
    }

    Mask mask() {
        try {
            return Mask.parse(required(Verb.mask, "with", with));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spice:mask: option 'with' is '" + with + "'; " + e.getMessage(), e);
        }
    }

    DropCondition dropCondition() {
        try {
            return DropCondition.parse(required(Verb.drop, "where", where));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spice:drop: option 'where': " + e.getMessage(), e);
        }
    }

    Optional<DriftPolicy> driftPolicy() {
        return Optional.ofNullable(drift);
    }

    /** Says now, at start-up, what would fail at the first refresh. */
    void check() {
        if (dataSource != null && !defined()) {
            dataSourceId();
        }
        if (with != null) {
            mask();
        }
        if (where != null) {
            dropCondition();
        }
        split(1);
    }

    public @Nullable String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public @Nullable String getPartitionColumn() {
        return partitionColumn;
    }

    public void setPartitionColumn(String partitionColumn) {
        this.partitionColumn = partitionColumn;
    }

    public @Nullable String getColumn() {
        return column;
    }

    public void setColumn(String column) {
        this.column = column;
    }

    public @Nullable String getWith() {
        return with;
    }

    public void setWith(String with) {
        this.with = with;
    }

    public @Nullable String getWhere() {
        return where;
    }

    public void setWhere(String where) {
        this.where = where;
    }

    public @Nullable DriftPolicy getDrift() {
        return drift;
    }

    public void setDrift(DriftPolicy drift) {
        this.drift = drift;
    }

    public RowStep getRows() {
        return rows;
    }

    public void setRows(RowStep rows) {
        this.rows = rows;
    }
}
