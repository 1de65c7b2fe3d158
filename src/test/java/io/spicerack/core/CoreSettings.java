package io.spicerack.core;

import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.queue.QueueConfig;
import io.spicerack.core.reading.ReadingConfig;
import io.spicerack.core.refresh.RefreshConfig;
import io.spicerack.core.sources.Databases;
import io.spicerack.core.sources.Egress;
import io.spicerack.core.sources.SecretService;
import io.spicerack.core.sources.SecretUnavailableException;
import io.spicerack.core.sources.SourcesConfig;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.SourceBudget;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.TypeRules;
import io.spicerack.tls.Authorities;
import java.time.Duration;

/** What the cores that tests open are told. */
final class CoreSettings {
    private CoreSettings() {}

    /**
     * As the manual's defaults say, but for these.
     *
     * @param patience until a source has answered, and how long it may send nothing
     * @param connections that read one data set at a time
     */
    static SpiceConfig of(KeysConfig keys, int concurrent, Duration patience, int connections) {
        return of(keys, Databases.SERVED, concurrent, patience, connections);
    }

    /** With other databases than are served. */
    static SpiceConfig of(KeysConfig keys, SourceTypes databases, int concurrent, Duration patience, int connections) {
        return new SpiceConfig(
                keys,
                new SourcesConfig(
                        databases,
                        new SourceConfig.Timeouts(patience, Duration.ZERO, patience),
                        TypeRules.DEFAULT,
                        SourceBudget.NONE,
                        Authorities.OF_JVM,
                        Egress.parse(Egress.DEFAULT)),
                new ReadingConfig(Duration.ofSeconds(60), 16),
                new RefreshConfig(ReconcileMode.COUNTS, 20, DriftPolicy.FAIL, connections),
                new QueueConfig(concurrent, 3));
    }

    /** Where no data source names a secret. */
    static SecretService noSecrets() {
        return secret -> {
            throw new SecretUnavailableException(secret, "this test has none");
        };
    }
}
