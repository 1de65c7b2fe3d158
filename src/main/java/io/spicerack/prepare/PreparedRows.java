package io.spicerack.prepare;

import io.spicerack.model.IngestionException;
import io.spicerack.prepare.expression.Row;
import io.spicerack.prepare.expression.RowFault;
import io.spicerack.source.QueryRefusals;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way through a plan: those that a filter leaves out are gone, those with a value that an expression cannot
 * take are dropped and counted. One thread reads.
 */
public final class PreparedRows implements RowGroups {
    private static final ColumnType INSTANT = new ColumnType.Timestamp(true);

    private final Plan plan;
    private final RowGroups source;
    private final Schema schema;
    private final int[] places;
    private final RowGroup read;
    private final Row row;
    private final Map<String, Long> faults = new TreeMap<>();
    private long taken;
    private int next;

    /** Puts rows of the plan's query through all of its steps. */
    public PreparedRows(Plan plan, RowGroups source) {
        this.plan = plan;
        this.source = source;
        this.schema = plan.schema();
        this.read = new RowGroup(source.schema());
        this.row = new Row(read, plan.slots());
        this.places = plan.outputs().stream()
                .mapToInt(output -> place(plan, output.source()))
                .toArray();
    }

    /** Where a column of the source is in what is read; -1 for a computed one. */
    private static int place(Plan plan, @Nullable String source) {
        return source == null ? -1 : plan.inputs().indexOf(source);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        while (!group.full()) {
            if (next == read.rows()) {
                next = 0;
                if (!source.next(read)) {
                    break;
                }
            }
            row.at(read, next++);
            taken++;
            if (kept()) {
                append(group);
            }
        }
        return group.rows() > 0;
    }

    /** Rows that were dropped, by column and QuickSight's code; right once all are read. */
    public Map<String, Long> faults() {
        return Map.copyOf(faults);
    }

    private boolean kept() {
        String at = "filter";
        try {
            for (Plan.Step step : plan.steps()) {
                if (step instanceof Plan.Step.Compute compute) {
                    at = compute.column();
                    row.compute(compute.slot(), compute.cell().value(row));
                } else if (step instanceof Plan.Step.Declare declare) {
                    row.compute(declare.slot(), declared(declare));
                } else if (step instanceof Plan.Step.Filter filter) {
                    at = "filter";
                    Object holds = filter.condition().value(row);
                    if (holds == null || !(Boolean) holds) {
                        return false;
                    }
                }
            }
            return true;
        } catch (RowFault e) {
            faults.merge(at + " " + e.code(), 1L, Long::sum);
            return false;
        }
    }

    private @Nullable Object declared(Plan.Step.Declare declare) {
        try {
            return declare.value().of(declare.read().value(row));
        } catch (IngestionException e) {
            throw QueryRefusals.inRow(e, taken);
        }
    }

    private void append(RowGroup group) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                group.column(i).appendFrom(read.column(places[i]), row.index());
            } else {
                Plan.Output output = plan.outputs().get(i);
                RowMaps.append(group, i, sealable(output, row.computed(output.slot())));
            }
        }
        group.endRow();
    }

    private static @Nullable Object sealable(Plan.Output output, @Nullable Object value) {
        return value instanceof LocalDateTime time && output.type().equals(INSTANT)
                ? time.atOffset(ZoneOffset.UTC)
                : value;
    }

    @Override
    public void close() {
        source.close();
    }
}
