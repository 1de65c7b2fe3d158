package io.spicerack.core.sources;

import io.spicerack.model.SourceBudget;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import java.time.Duration;
import java.util.Optional;

/**
 * How data sources are spoken to, and what becomes of values that a data set cannot hold.
 *
 * @param budget what a data source is spared where it does not say so itself
 * @param authorities that may sign the certificate of a server, where its data source names none
 */
public record SourcesConfig(
        SourceConfig.Timeouts timeouts, TypeRules types, SourceBudget budget, Authorities authorities) {
    /** With the authorities that the JVM trusts. */
    public SourcesConfig(SourceConfig.Timeouts timeouts, TypeRules types, SourceBudget budget) {
        this(timeouts, types, budget, Authorities.OF_JVM);
    }

    /** What a data source is spared that declares nothing. */
    SourceBudget defaults() {
        Optional<Duration> statement = Optional.of(timeouts.statement());
        return budget.over(
                new SourceBudget(Optional.empty(), statement, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
