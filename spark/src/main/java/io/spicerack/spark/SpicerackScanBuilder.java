package io.spicerack.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes from Spark which columns are wanted, and of which rows. One thread. */
final class SpicerackScanBuilder implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
    private final SourceOptions options;
    private final List<ReadColumn> all;
    private List<ReadColumn> wanted;
    private final List<Predicate> pushed = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();

    SpicerackScanBuilder(SourceOptions options, List<ReadColumn> all) {
        this.options = options;
        this.all = all;
        this.wanted = all;
    }

    @Override
    public void pruneColumns(StructType required) {
        List<String> names = Arrays.asList(required.fieldNames());
        wanted = names.stream()
                .map(name -> all.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** Spark looks at each row again. */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        Conditions known = new Conditions(all);
        for (Predicate predicate : predicates) {
            known.of(predicate).ifPresent(condition -> {
                pushed.add(predicate);
                conditions.add(condition);
            });
        }
        return predicates;
    }

    @Override
    public Predicate[] pushedPredicates() {
        return pushed.toArray(Predicate[]::new);
    }

    @Override
    public Scan build() {
        return new SpicerackScan(options, wanted, conditions);
    }
}
