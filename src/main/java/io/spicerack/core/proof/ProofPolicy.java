package io.spicerack.core.proof;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.ProofConditions;
import io.spicerack.catalog.record.ProvenByValue;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.Sha256;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.ValueHashes;
import io.spicerack.source.ValuesQuery;
import io.spicerack.table.Schema;
import java.util.List;
import java.util.Optional;

/**
 * When a version is compared with its source by value, where {@code auto} leaves that to us: the first of a data set, the
 * first after anything has changed that could bend values, and every so many. Thread-safe.
 */
public final class ProofPolicy {
    private static final String AS_SET = "as its route or spicerack.reconcile says";
    private static final String NO_SOURCE = "its rows come from no source that could be asked";

    private final Catalog catalog;
    private final ReconcileMode setting;
    private final int every;
    private final String software;

    /**
     * @param setting how versions are proven whose routes do not say
     * @param every so many versions one is proven by value
     * @param software what reads, encodes and seals, by its version
     */
    public ProofPolicy(Catalog catalog, ReconcileMode setting, int every, String software) {
        this.catalog = catalog;
        this.setting = setting;
        this.every = every;
        this.software = software;
    }

    public ReconcileMode setting() {
        return setting;
    }

    /** How the rows of a query are proven, and what the source is asked for it. Before the query is run. */
    Asked ask(DataSetId dataSet, ReconcileMode mode, SourceConnection source, ProvenQuery query) {
        return switch (mode) {
            case OFF, COUNTS -> new Asked(new ProofChoice(mode, AS_SET), Optional.empty());
            case VALUES ->
                new Asked(
                        new ProofChoice(mode, AS_SET, Optional.of(conditions(source, query))),
                        Optional.of(source.valueHashes(query.sql()).demanded()));
            case AUTO -> chosen(due(dataSet, conditions(source, query)), source, query);
        };
    }

    /**
     * What is known before a query is run.
     *
     * @param values how the source is asked by value; empty where it is not
     */
    record Asked(ProofChoice choice, Optional<ValuesQuery> values) {}

    private static Asked chosen(ProofChoice due, SourceConnection source, ProvenQuery query) {
        if (due.mode() == ReconcileMode.COUNTS) {
            return new Asked(due, Optional.empty());
        }
        ValueHashes hashes = source.valueHashes(query.sql());
        if (hashes instanceof ValueHashes.None none) {
            String why = "by value it would be due (" + due.why() + "), but that " + none.why();
            return new Asked(new ProofChoice(ReconcileMode.COUNTS, why), Optional.empty());
        }
        return new Asked(due, Optional.of(hashes.demanded()));
    }

    /** How rows are proven that come from no source: they are read back, or not. */
    ProofChoice ofGiven(DataSetId dataSet, ReconcileMode mode, Schema schema) {
        return switch (mode) {
            case OFF -> new ProofChoice(mode, AS_SET);
            case COUNTS -> new ProofChoice(mode, NO_SOURCE);
            case VALUES -> new ProofChoice(mode, AS_SET, Optional.of(conditions(schema)));
            case AUTO -> {
                ProofChoice due = due(dataSet, conditions(schema));
                yield due.mode() == ReconcileMode.VALUES
                        ? due
                        : new ProofChoice(due.mode(), NO_SOURCE + "; they are not read back: " + due.why());
            }
        };
    }

    private ProofChoice due(DataSetId dataSet, ProofConditions now) {
        Optional<ProvenByValue> last = catalog.read(tx -> tx.proofs().byValue(dataSet));
        if (last.isEmpty()) {
            return new ProofChoice(ReconcileMode.VALUES, "no version of it was proven by value yet", Optional.of(now));
        }
        ProvenByValue before = last.get();
        List<String> changes = before.conditions().changes(now);
        if (!changes.isEmpty()) {
            String why = "since the last proof by value there changed: " + String.join("; ", changes);
            return new ProofChoice(ReconcileMode.VALUES, why, Optional.of(now));
        }
        int place = before.since() + 1;
        if (place >= every) {
            return new ProofChoice(ReconcileMode.VALUES, "one of every " + every + " is", Optional.of(now));
        }
        return new ProofChoice(
                ReconcileMode.COUNTS,
                "nothing that could bend values has changed since the proof by value of " + before.at() + ", " + place
                        + " of " + (every - 1) + " before the next");
    }

    private ProofConditions conditions(SourceConnection source, ProvenQuery query) {
        SourceConnection.ReadThrough through = source.readThrough();
        return new ProofConditions(
                Sha256.hex(source.columns(query.sql()).toString()),
                Sha256.hex(query.unbounded()),
                through.driver(),
                through.server(),
                through.types(),
                software);
    }

    private ProofConditions conditions(Schema schema) {
        return new ProofConditions(Sha256.hex(schema.toString()), "", "none", "none", "none", software);
    }
}
