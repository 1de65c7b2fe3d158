package io.spicerack.core.proof;

import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.source.ValuesQuery;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.HashRule;
import io.spicerack.table.hash.PlainHash;
import io.spicerack.table.hash.TableHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one refresh does to prove that its sealed version equals its source: it counts and hashes along the way, reads the
 * sealed files back, and puts questions to the source. By value, rows go unhashed from the source into the files where no
 * step touches them, and the source is compared with what is read back. Where a row step changes them, the source is
 * compared with the rows as they were read, and what is read back with the rows as the step gave them. One thread; each
 * step's turn is its caller's care.
 */
public final class Proof implements AutoCloseable {
    /** A million rows or so: small enough to be read back while the next ones are sealed. */
    private static final int ROW_GROUPS_PER_FILE = 8;

    private final Difference difference;
    private final ReconcileMode mode;
    private final ProofListener listener;
    private @Nullable SourceReading source;
    private @Nullable String query;
    private @Nullable ValuesQuery values;
    private @Nullable TalliedRows extracted;
    private final List<TableHash> handed = new ArrayList<>();
    private @Nullable Supplier<HashRule> rule;
    private @Nullable ReadBack readBack;
    private @Nullable Reconciliation reconciliation;
    private long asked;
    private long sourceNanos;

    public Proof(DataSetId dataSet, ReconcileMode mode, ProofListener listener) {
        this.difference = new Difference(dataSet);
        this.mode = mode;
        this.listener = listener;
    }

    ReconcileMode mode() {
        return mode;
    }

    /** Starts the query, its rows counted and, where they will be read as one table, hashed. */
    public TalliedRows extract(SourceReading from, String sql, ProgressMeter meter) {
        source = from;
        query = sql;
        Optional<Supplier<TableHash>> hash = Optional.empty();
        if (mode == ReconcileMode.VALUES) {
            ValuesQuery asking = from.lead().valuesQuery(sql);
            values = asking;
            hash = Optional.of(() -> TableHash.ofColumns(asking.rule()));
        }
        TalliedRows rows = new TalliedRows(from.query(), meter, hash);
        extracted = rows;
        return rows;
    }

    /** The parts as they are to be written into {@code target}: those of the extraction untouched, others hashed. */
    public List<? extends RowGroups> seal(List<? extends RowGroups> parts, StagedVersion target) {
        if (mode != ReconcileMode.VALUES) {
            return parts;
        }
        TalliedRows rows = extracted;
        ValuesQuery asking = values;
        boolean untouched = rows != null && rows.parts().equals(parts);
        Supplier<HashRule> making = untouched && asking != null ? asking::rule : () -> PlainHash.rule(target.schema());
        rule = making;
        ReadBack reading = new ReadBack(target, making.get());
        readBack = reading;
        target.watchFiles(ROW_GROUPS_PER_FILE, reading::finished);
        if (rows != null && untouched) {
            rows.unhashed();
            return parts;
        }
        return parts.stream().map(part -> hashed(part, making.get())).toList();
    }

    private RowGroups hashed(RowGroups part, HashRule with) {
        TableHash hash = TableHash.ofColumns(with);
        handed.add(hash);
        return new HashedRows(part, hash);
    }

    /** All is on disk. Rows that came from a step or from elsewhere are compared with it now. */
    public SealedVersion sealed(SealedVersion version, Schema schema) {
        ReadBack reading = readBack;
        if (reading != null && !handed.isEmpty()) {
            TableHash expected = handed.get(0);
            handed.subList(1, handed.size()).forEach(expected::add);
            compare(expected, reading, version, schema);
        }
        TalliedRows rows = extracted;
        if (rows != null) {
            reconciliation = reconciliation(rows, version);
        }
        return version;
    }

    private void compare(TableHash expected, ReadBack reading, SealedVersion version, Schema schema) {
        TableHash sealed = reading.of(version.files());
        if (expected.same(sealed)) {
            listener.readBack(sealed.rows(), reading.took());
            return;
        }
        if (expected.rows() != sealed.rows()) {
            throw difference.ofSealed("rows: given " + expected.rows() + ", sealed " + sealed.rows());
        }
        TableHash detailed = reading.byColumn(opened(rule, "rule").get());
        List<Integer> differ = expected.differences(detailed);
        throw difference.ofSealed(
                differ.isEmpty()
                        ? "values of " + Difference.columns(schema, expected.sameWithout(detailed))
                                + " stand in other rows"
                        : "the values of " + Difference.columns(schema, differ) + " differ");
    }

    private @Nullable Reconciliation reconciliation(TalliedRows rows, SealedVersion version) {
        SourceReading from = opened(source, "source connection");
        return switch (mode) {
            case OFF -> null;
            case COUNTS ->
                new CountsReconciliation(
                        difference, rows, from.lead().countsQuery(opened(query, "query"), rows.schema()));
            case VALUES -> {
                ValuesQuery asking = opened(values, "query of values");
                ReadBack reading = opened(readBack, "read-back");
                ValuesReconciliation.Ours ours = rows.hash()
                        .map(asRead -> new ValuesReconciliation.Ours(() -> asRead, () -> asRead))
                        .orElseGet(() -> new ValuesReconciliation.Ours(
                                () -> reading.of(version.files()), () -> reading.byColumn(asking.rule())));
                yield new ValuesReconciliation(difference, rows.schema(), asking, rows.withNulls(), ours);
            }
        };
    }

    /** The next question for the source; null where there is none, or nobody to ask. */
    @Nullable
    public String question() {
        Reconciliation asking = reconciliation;
        String question = asking == null ? null : asking.question();
        if (question != null && asked == 0) {
            asked = System.nanoTime();
            listener.reconciling(mode);
        }
        return question;
    }

    /** Takes the source's answer. */
    public void answer(Map<String, Object> row) {
        if (sourceNanos == 0) {
            sourceNanos = System.nanoTime() - asked;
        }
        Reconciliation asking = opened(reconciliation, "question for its source");
        asking.answer(row);
        if (asking.question() == null) {
            listener.reconciled(mode, sourceNanos, System.nanoTime() - asked, Optional.ofNullable(readBack));
        }
    }

    /** Whether the source has nothing left to be asked. */
    public boolean given() {
        Reconciliation asking = reconciliation;
        return asking == null || asking.question() == null;
    }

    /** Refuses to go on while it is not. */
    public void mustBeGiven() {
        if (!given()) {
            throw new IllegalStateException("data set '" + difference.dataSet()
                    + "': spice:publish needs a reconciled version; put direct:reconcile between spice:seal and"
                    + " spice:publish, or set spicerack.reconcile=off");
        }
    }

    @Override
    public void close() {
        ReadBack reading = readBack;
        if (reading != null) {
            reading.close();
        }
    }

    private static <T> T opened(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the refresh has no " + what + " yet");
        }
        return value;
    }
}
