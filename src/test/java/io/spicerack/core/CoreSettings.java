package io.spicerack.core;

import io.spicerack.core.sources.SecretService;
import io.spicerack.core.sources.SecretUnavailableException;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.TypeRules;
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
    static SpiceConfig of(
            Account account, Arn serviceOwnedKey, String role, int concurrent, Duration patience, int connections) {
        return new SpiceConfig(
                account,
                serviceOwnedKey,
                role,
                Duration.ofSeconds(60),
                concurrent,
                ReconcileMode.COUNTS,
                new SpiceConfig.SourceSettings(
                        new SourceConfig.Timeouts(patience, Duration.ZERO, patience),
                        TypeRules.DEFAULT,
                        connections,
                        3,
                        DriftPolicy.FAIL));
    }

    /** Where no data source names a secret. */
    static SecretService noSecrets() {
        return secret -> {
            throw new SecretUnavailableException(secret, "this test has none");
        };
    }
}
