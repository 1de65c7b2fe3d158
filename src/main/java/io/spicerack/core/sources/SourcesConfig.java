package io.spicerack.core.sources;

import io.spicerack.model.SourceBudget;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import java.time.Duration;
import java.util.Optional;

/**
 * Which databases are data sources, how they are spoken to, and what becomes of values that a data set cannot hold.
 *
 * @param budget what a data source is spared where it does not say so itself
 * @param authorities that may sign the certificate of a server, where its data source names none
 * @param egress where none may be
 * @param rowBytes the largest row that is read
 */
public record SourcesConfig(
        SourceTypes databases,
        SourceConfig.Timeouts timeouts,
        TypeRules types,
        SourceBudget budget,
        Authorities authorities,
        Egress egress,
        int rowBytes) {
    private static final int MEGABYTE = 1 << 20;
    private static final int MOST_MEGABYTES = 256;

    public SourcesConfig {
        if (rowBytes < MEGABYTE || rowBytes > MOST_MEGABYTES * MEGABYTE) {
            throw new IllegalArgumentException("spicerack.source.row-megabytes is " + rowBytes / MEGABYTE
                    + "; it must be from 1 to " + MOST_MEGABYTES);
        }
    }

    /** With the default for rows. */
    public SourcesConfig(
            SourceTypes databases,
            SourceConfig.Timeouts timeouts,
            TypeRules types,
            SourceBudget budget,
            Authorities authorities,
            Egress egress) {
        this(databases, timeouts, types, budget, authorities, egress, SourceConfig.Limits.ROW_BYTES);
    }

    /** What a data source is spared that declares nothing. */
    SourceBudget defaults() {
        Optional<Duration> statement = Optional.of(timeouts.statement());
        return budget.over(
                new SourceBudget(Optional.empty(), statement, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
