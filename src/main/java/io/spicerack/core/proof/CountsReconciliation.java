package io.spicerack.core.proof;

import io.spicerack.source.CountsQuery;
import io.spicerack.table.Schema;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the source's counts with the extraction's: all rows, the values of each column that has NULLs, and that no other
 * column has one. Where they differ, it asks for each column by itself.
 */
final class CountsReconciliation implements Reconciliation {
    private enum Asking {
        ROWS,
        EACH,
        NOTHING
    }

    private final Difference difference;
    private final TalliedRows extracted;
    private final Supplier<CountsQuery> asksFor;
    private Asking asking = Asking.ROWS;
    private @Nullable CountsQuery query;

    /** @param query once the rows are at their end */
    CountsReconciliation(Difference difference, TalliedRows extracted, Supplier<CountsQuery> query) {
        this.difference = difference;
        this.extracted = extracted;
        this.asksFor = query;
    }

    @Override
    public Optional<String> question() {
        return switch (asking) {
            case ROWS -> Optional.of(query().rows(extracted.withNulls()));
            case EACH -> Optional.of(query().each());
            case NOTHING -> Optional.empty();
        };
    }

    @Override
    public void answer(List<BigInteger> row) {
        switch (asking) {
            case ROWS -> asking = equal(row) ? Asking.NOTHING : Asking.EACH;
            case EACH -> throw difference.of(named(row));
            case NOTHING -> throw new IllegalStateException("the source was asked nothing");
        }
    }

    private boolean equal(List<BigInteger> row) {
        List<Long> expected = new ArrayList<>(List.of(extracted.rows()));
        extracted.withNulls().stream().forEach(column -> expected.add(extracted.values(column)));
        if (expected.size() < row.size()) {
            // in no other column a NULL
            expected.add(0L);
        }
        return row.stream().map(BigInteger::longValue).toList().equals(expected);
    }

    private CountsQuery query() {
        CountsQuery made = query;
        if (made == null) {
            made = asksFor.get();
            query = made;
        }
        return made;
    }

    private String named(List<BigInteger> row) {
        Schema schema = extracted.schema();
        List<String> differences = new ArrayList<>();
        compare(differences, "rows", Difference.number(row, 0), extracted.rows());
        for (int i = 0; i < schema.width(); i++) {
            String what = "values in column '" + schema.column(i).name() + "'";
            compare(differences, what, Difference.number(row, i + 1), extracted.values(i));
        }
        return differences.isEmpty() ? "it gives other counts each time it is asked" : String.join("; ", differences);
    }

    private static void compare(List<String> differences, String what, long source, long sealed) {
        if (source != sealed) {
            differences.add(what + ": source " + source + ", sealed " + sealed);
        }
    }
}
