package io.spicerack.camel;

import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.KeyReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Disables and enables keys through Camel's aws2-kms. It has a context of its own, without routes: who edits those reaches
 * neither the calls nor the client that makes them. Thread-safe.
 */
public final class CamelKeySwitch implements KeySwitch, AutoCloseable {
    /** The header that aws2-kms takes the key's ARN from. */
    private static final String KEY_ID = "CamelAwsKMSKeyId";

    /** Tells what a failed call of KMS says of the key: this layer does not know the SDK's exceptions. */
    @FunctionalInterface
    public interface Failures {
        KeyUnavailableException unavailable(KeyReference key, Throwable failure);
    }

    private final CamelContext context = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Failures failures;

    /** @param kmsClient the SDK's client, which the caller closes after this */
    public CamelKeySwitch(Object kmsClient, Failures failures) {
        this.failures = failures;
        context.disableJMX();
        context.getRegistry().bind("kmsClient", kmsClient);
        context.start();
        template = context.createProducerTemplate();
    }

    @Override
    public void disable(KeyReference key) {
        call("disableKey", key);
    }

    @Override
    public void enable(KeyReference key) {
        call("enableKey", key);
    }

    private void call(String operation, KeyReference key) {
        try {
            template.requestBodyAndHeader(
                    "aws2-kms:switch?kmsClient=#kmsClient&operation=" + operation, "", KEY_ID, key.toString());
        } catch (CamelExecutionException e) {
            throw failures.unavailable(key, e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            template.close();
            context.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
