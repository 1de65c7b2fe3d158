package io.spicerack.query;

import io.spicerack.model.DataSetId;
import io.spicerack.model.VersionId;
import io.spicerack.table.Column;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A data set as a table of schema {@code spice}; the table's name is the id, letter by letter.
 *
 * @param name people's name for it, the table's comment
 * @param current empty where nothing was published yet: then a query of it is refused
 */
public record QueryableDataSet(DataSetId id, String name, Optional<Version> current) {
    /**
     * The version that a statement reads that begins now.
     *
     * @param columns those that the caller sees
     * @param rows all of it, for the planner; empty where some are kept from the caller, who is told no size either
     * @param key as its provider names it
     */
    public record Version(
            VersionId id,
            List<Column> columns,
            OptionalLong rows,
            OptionalLong bytes,
            String key,
            String ingestion,
            Instant published) {
        public Version {
            columns = List.copyOf(columns);
        }
    }
}
