package io.spicerack.core;

import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.SourceBudget;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the core, checked when it is built.
 *
 * @param serviceOwnedKey the KMS key of the installation, which seals data sets while no default key is registered
 * @param serviceRole the principal that grants are given to
 * @param dataKeyLifetime how long an open reader may go on without asking KMS again; the bound of a revocation
 * @param concurrentRefreshes how many refreshes run at the same time
 * @param reconcile how a refresh is compared with its source before it is published, where its route does not say
 */
public record SpiceConfig(
        Account account,
        Arn serviceOwnedKey,
        String serviceRole,
        Duration dataKeyLifetime,
        int concurrentRefreshes,
        ReconcileMode reconcile,
        SourceSettings source) {
    private static final Duration LONGEST_LIFETIME = Duration.ofMinutes(15);

    /**
     * How data sources are spoken to, and what becomes of values that a data set cannot hold.
     *
     * @param tries how often a refresh begins in all, where its connection breaks each time; 1 to 10
     * @param connections the most that one data set is read over where its route does not say; 1 to 16
     * @param budget what a data source is spared where it does not say so itself
     * @param drift what becomes of a refresh whose columns have changed, where neither it nor its route says
     */
    public record SourceSettings(
            SourceConfig.Timeouts timeouts,
            TypeRules types,
            int connections,
            int tries,
            DriftPolicy drift,
            SourceBudget budget) {
        /** Without limits beyond the time-outs. */
        public SourceSettings(
                SourceConfig.Timeouts timeouts, TypeRules types, int connections, int tries, DriftPolicy drift) {
            this(timeouts, types, connections, tries, drift, SourceBudget.NONE);
        }

        /** What a data source is spared that declares nothing. */
        public SourceBudget defaults() {
            Optional<Duration> statement = Optional.of(timeouts.statement());
            return budget.over(new SourceBudget(
                    Optional.empty(), statement, Optional.empty(), Optional.empty(), Optional.empty()));
        }

        public SourceSettings {
            if (tries < 1 || tries > 10) {
                throw new IllegalArgumentException("spicerack.source.tries is " + tries + "; it must be from 1 to 10");
            }
            if (connections < 1 || connections > 16) {
                throw new IllegalArgumentException(
                        "spicerack.source.connections is " + connections + "; it must be from 1 to 16");
            }
        }
    }

    public SpiceConfig {
        if (dataKeyLifetime.compareTo(Duration.ofSeconds(1)) < 0 || dataKeyLifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("spicerack.data-key-lifetime is " + dataKeyLifetime
                    + "; it must be from 1 s to 15 min, since it bounds how long a disabled key still opens data");
        }
        if (concurrentRefreshes < 1) {
            throw new IllegalArgumentException(
                    "spicerack.refresh.concurrent is " + concurrentRefreshes + "; it must be at least 1");
        }
    }
}
