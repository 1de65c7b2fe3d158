package io.spicerack.core.sources;

import io.spicerack.model.SourceBudget;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import java.time.Duration;
import java.util.Optional;

/**
 * How data sources are spoken to, and what becomes of values that a data set cannot hold.
 *
 * @param budget what a data source is spared where it does not say so itself
 * @param egress where none may be
 */
public record SourcesConfig(SourceConfig.Timeouts timeouts, TypeRules types, SourceBudget budget, Egress egress) {
    /** With the default for networks. */
    public SourcesConfig(SourceConfig.Timeouts timeouts, TypeRules types, SourceBudget budget) {
        this(timeouts, types, budget, Egress.parse(Egress.DEFAULT));
    }

    /** What a data source is spared that declares nothing. */
    SourceBudget defaults() {
        Optional<Duration> statement = Optional.of(timeouts.statement());
        return budget.over(
                new SourceBudget(Optional.empty(), statement, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
