package io.spicerack.camel;

import io.spicerack.core.revoke.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Arn;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** Switches keys through the routes of {@code routes/keys.camel.yaml}, which can be changed. Thread-safe. */
public final class CamelKeySwitch implements KeySwitch {
    /** The header that aws2-kms takes the key's ARN from. */
    private static final String KEY_ID = "CamelAwsKMSKeyId";

    private final FailedCall failed;
    private volatile @Nullable ProducerTemplate template;

    public CamelKeySwitch(AwsFailures failures) {
        this.failed = new FailedCall(failures);
    }

    /** Serves calls through {@code context} as soon as it has started. */
    void attach(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                template = started.createProducerTemplate();
            }
        });
    }

    @Override
    public void disable(Arn key) {
        call("disable-key", key);
    }

    @Override
    public void lockDown(Arn key) {
        call("lockdown", key);
    }

    @Override
    public void unlock(Arn key) {
        call("unlock", key);
    }

    private void call(String route, Arn key) {
        ProducerTemplate routes = template;
        if (routes == null) {
            throw new KeyUnavailableException(
                    key, Reason.UNREACHABLE, "the routes have not started yet; try again in a moment", null);
        }
        try {
            routes.requestBodyAndHeader("direct:" + route, "", KEY_ID, key.toString());
        } catch (CamelExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KeyUnavailableException(
                    key,
                    failed.reason(cause),
                    "direct:" + route + " did not switch key " + key + ": " + cause.getMessage(),
                    cause);
        }
    }
}
