package io.spicerack.core.proof;

import io.spicerack.model.ProofMethod;
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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Files that are read back as they are finished, and hashed. Rows go unhashed from the source into them where no step
 * touches them, and the source is compared with what is read back. Where a row step changes them, the source is compared
 * with the rows as they were read, and what is read back with the rows as the step gave them.
 */
final class ReadBackFiles implements FileProof {
    /** A million rows or so: small enough to be read back while the next ones are sealed. */
    private static final int ROW_GROUPS_PER_FILE = 8;

    private final Difference difference;
    private final ProofListener listener;
    private final Optional<TalliedQuery> query;
    private final ProofChoice choice;
    private final Schema schema;
    private final Supplier<HashRule> rule;
    private final ReadBack reading;
    private final List<TableHash> handed = new ArrayList<>();
    private final List<? extends RowGroups> rows;

    ReadBackFiles(
            Difference difference,
            ProofListener listener,
            Optional<TalliedQuery> query,
            ProofChoice choice,
            List<? extends RowGroups> parts,
            StagedVersion target) {
        this.difference = difference;
        this.listener = listener;
        this.query = query;
        this.choice = choice;
        this.schema = target.schema();
        Optional<TalliedQuery> untouched =
                query.filter(tallied -> tallied.rows().parts().equals(parts));
        this.rule = untouched
                .flatMap(TalliedQuery::values)
                .<Supplier<HashRule>>map(values -> values::rule)
                .orElse(() -> PlainHash.rule(schema));
        this.reading = new ReadBack(target, rule.get());
        target.watchFiles(ROW_GROUPS_PER_FILE, reading::finished);
        untouched.ifPresent(tallied -> tallied.rows().unhashed());
        this.rows =
                untouched.isPresent() ? parts : parts.stream().map(this::hashed).toList();
    }

    private RowGroups hashed(RowGroups part) {
        TableHash hash = TableHash.ofColumns(rule.get());
        handed.add(hash);
        return new HashedRows(part, hash);
    }

    @Override
    public List<? extends RowGroups> rows() {
        return rows;
    }

    @Override
    public Optional<SourceQuestions> sealed(SealedVersion version) {
        if (!handed.isEmpty()) {
            TableHash expected = handed.get(0);
            handed.subList(1, handed.size()).forEach(expected::add);
            compare(expected, version);
        }
        return query.map(tallied -> new SourceQuestions(
                reconciliation(tallied, tallied.values().orElseThrow(), version), tallied, listener, reading::took));
    }

    @Override
    public Proven proven() {
        return Proven.by(query.isPresent() ? ProofMethod.VALUES : ProofMethod.READ_BACK, choice);
    }

    private void compare(TableHash expected, SealedVersion version) {
        TableHash sealed = reading.of(version.files());
        if (expected.same(sealed)) {
            listener.readBack(sealed.rows(), reading.took());
            return;
        }
        if (expected.rows() != sealed.rows()) {
            throw difference.ofSealed("rows: given " + expected.rows() + ", sealed " + sealed.rows());
        }
        TableHash detailed = reading.byColumn(rule.get());
        List<Integer> differ = expected.differences(detailed);
        throw difference.ofSealed(
                differ.isEmpty()
                        ? "values of " + Difference.columns(schema, expected.sameWithout(detailed))
                                + " stand in other rows"
                        : "the values of " + Difference.columns(schema, differ) + " differ");
    }

    private Reconciliation reconciliation(TalliedQuery tallied, ValuesQuery values, SealedVersion version) {
        TalliedRows extracted = tallied.rows();
        ValuesReconciliation.Ours ours = extracted
                .hash()
                .map(asRead -> new ValuesReconciliation.Ours(() -> asRead, () -> asRead))
                .orElseGet(() -> new ValuesReconciliation.Ours(
                        () -> reading.of(version.files()), () -> reading.byColumn(values.rule())));
        return new ValuesReconciliation(difference, extracted.schema(), values, extracted.withNulls(), ours);
    }

    @Override
    public void close() {
        reading.close();
    }
}
