package io.spicerack.core.refresh;

import io.spicerack.core.proof.ConcatenatedParts;
import io.spicerack.core.proof.TalliedRows;
import io.spicerack.model.RowInfo;
import io.spicerack.prepare.PreparedRows;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a data set of the API: the source's, put through the plan of its definition. Its parts may be read by a
 * thread each; read as one table, it gives one part after the other.
 */
final class DefinedRows implements RowGroups, RowOrigin {
    private static final Logger LOGGER = LoggerFactory.getLogger(DefinedRows.class);

    private final DefinedQuery query;
    private final List<RowGroups> parts = new ArrayList<>();
    private final List<PreparedRows> prepared = new ArrayList<>();
    private final @Nullable CarriedRows carried;
    private final ConcatenatedParts inOrder = new ConcatenatedParts(parts);

    /** @param before opens the current version, for an incremental refresh */
    DefinedRows(DefinedQuery query, TalliedRows source, Supplier<? extends RowGroups> before) {
        this.query = query;
        if (query.plan().inQuery()) {
            parts.addAll(source.parts());
            this.carried = carried(before, source.schema());
            return;
        }
        source.parts().forEach(part -> prepared.add(new PreparedRows(query.plan(), part)));
        parts.addAll(prepared);
        this.carried = carried(before, query.plan().schema());
    }

    private @Nullable CarriedRows carried(Supplier<? extends RowGroups> before, Schema now) {
        return query.window()
                .map(window -> new CarriedRows(before.get(), window, now))
                .orElse(null);
    }

    @Override
    public Schema schema() {
        return parts.get(0).schema();
    }

    @Override
    public boolean next(RowGroup group) {
        return inOrder.next(group);
    }

    /** These rows in parts, or what a step of the route made of them, and the rows that stay. */
    @Override
    public List<RowGroups> parts(RowGroups rows) {
        List<RowGroups> all = new ArrayList<>(rows == this ? parts : List.of(rows));
        if (carried != null) {
            all.add(carried);
        }
        return all;
    }

    @Override
    public Long revision() {
        return query.revision();
    }

    /** What a filter leaves out was never a row of the data set, and does not count as dropped. */
    @Override
    public RowInfo rowInfo(long sealed) {
        Map<String, Long> faults = new TreeMap<>();
        prepared.forEach(part -> part.faults().forEach((fault, rows) -> faults.merge(fault, rows, Long::sum)));
        if (!faults.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("dataSource", query.dataSource())
                    .addKeyValue("rows", faults)
                    .log("rows were dropped, since a value does not fit an expression or a cast");
        }
        long ingested = sealed - (carried == null ? 0 : carried.rows());
        return new RowInfo(
                ingested, faults.values().stream().mapToLong(Long::longValue).sum(), sealed);
    }

    /** The source's rows are their own owner's. */
    @Override
    public void close() {
        parts.forEach(RowGroups::close);
        if (carried != null) {
            carried.close();
        }
    }
}
