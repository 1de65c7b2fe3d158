package io.spicerack.ops;

import io.prometheus.metrics.core.metrics.Histogram;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyGrants;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.KeyReference;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures how long the provider of keys takes for each call. Thread-safe. */
public final class KmsTimes {
    private final Histogram histogram = Histogram.builder()
            .name("spicerack_kms_call_duration_seconds")
            .help("How long KMS took for a call, by operation and outcome.")
            .labelNames("operation", "outcome")
            .classicOnly()
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .build();

    Histogram histogram() {
        return histogram;
    }

    /** The same provider, each of whose calls is measured from now on. */
    public KeyService around(KeyService keys) {
        return new Timed(keys);
    }

    private <T> T measured(String operation, Supplier<T> call) {
        long start = System.nanoTime();
        String outcome = "ok";
        try {
            return call.get();
        } catch (KeyUnavailableException e) {
            outcome = e.reason().name();
            throw e;
        } finally {
            histogram.labelValues(operation, outcome).observe((System.nanoTime() - start) / 1e9);
        }
    }

    private final class Timed implements KeyService {
        private final KeyService keys;

        Timed(KeyService keys) {
            this.keys = keys;
        }

        @Override
        public KeyReference reference(String text) {
            return keys.reference(text);
        }

        @Override
        public Optional<String> outOfPlace(KeyReference key) {
            return keys.outOfPlace(key);
        }

        @Override
        public GeneratedKey generateDataKey(KeyReference key, EncryptionContext context) {
            return measured("GenerateDataKey", () -> keys.generateDataKey(key, context));
        }

        @Override
        public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
            return measured("Decrypt", () -> keys.decrypt(wrapped, context));
        }

        @Override
        public WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context) {
            return measured("Encrypt", () -> keys.encrypt(key, plaintext, context));
        }

        @Override
        public WrappedKey reEncrypt(
                WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
            return measured("ReEncrypt", () -> keys.reEncrypt(wrapped, before, to, after));
        }

        @Override
        public void permitted(KeyReference key, EncryptionContext context) {
            boolean unused = measured("DryRun", () -> {
                keys.permitted(key, context);
                return true;
            });
        }

        @Override
        public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
            return measured("Decrypt", () -> keys.decryptBytes(wrapped, context));
        }

        @Override
        public KeyDescription describe(KeyReference key) {
            return measured("DescribeKey", () -> keys.describe(key));
        }

        @Override
        public Optional<? extends KeyGrants> keyGrants() {
            return keys.keyGrants();
        }

        @Override
        public Optional<KeySwitch> keySwitch() {
            return keys.keySwitch();
        }
    }
}
