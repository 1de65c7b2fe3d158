package io.spicerack.core.proof;

import io.spicerack.table.Schema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the source's counts with the extraction's: first all rows, then the values of each column that are not NULL. */
final class CountsReconciliation implements Reconciliation {
    private final Difference difference;
    private final TalliedRows extracted;
    private Optional<String> question;

    CountsReconciliation(Difference difference, TalliedRows extracted, String countsQuery) {
        this.difference = difference;
        this.extracted = extracted;
        this.question = Optional.of(countsQuery);
    }

    @Override
    public Optional<String> question() {
        return question;
    }

    @Override
    public void answer(List<BigInteger> row) {
        Schema schema = extracted.schema();
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", Difference.number(row, 0), extracted.rows());
        for (int i = 0; i < schema.width(); i++) {
            String what = "values in column '" + schema.column(i).name() + "'";
            compare(differences, what, Difference.number(row, i + 1), extracted.values(i));
        }
        if (!differences.isEmpty()) {
            throw difference.of(String.join("; ", differences));
        }
        question = Optional.empty();
    }

    private static void compare(List<String> differences, String what, long source, long sealed) {
        if (source != sealed) {
            differences.add(what + ": source " + source + ", sealed " + sealed);
        }
    }
}
