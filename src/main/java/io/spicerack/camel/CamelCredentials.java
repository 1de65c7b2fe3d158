package io.spicerack.camel;

import io.spicerack.audit.event.Outcome;
import io.spicerack.core.sources.SecretService;
import io.spicerack.core.sources.SecretUnavailableException;
import io.spicerack.model.Arn;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a secret through the route {@code direct:credentials}, so that another vault takes one YAML file. The secret
 * rides on an exchange of its own, never on a refresh's. A call that comes before the routes have started waits for them.
 * Thread-safe.
 */
public final class CamelCredentials implements SecretService {
    /** The header that aws-secrets-manager takes the secret's ARN from. */
    private static final String SECRET_ID = "CamelAwsSecretsManagerSecretId";

    private static final int START_SECONDS = 60;

    /** Of what a peer says. */
    private static final int MOST_WORDS = 500;

    private final AwsFailures failures;
    private final CompletableFuture<ProducerTemplate> template = new CompletableFuture<>();

    public CamelCredentials(AwsFailures failures) {
        this.failures = failures;
    }

    /** Serves calls through {@code context} as soon as it has started. */
    void attach(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                template.complete(started.createProducerTemplate());
            }
        });
    }

    @Override
    public String secretString(Arn secret) {
        try {
            String text = started(secret)
                    .requestBodyAndHeader("direct:credentials", "", SECRET_ID, secret.toString(), String.class);
            return text == null ? "" : text;
        } catch (CamelExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Outcome.Failure how = failures.outcome(cause).orElse(null);
            throw new SecretUnavailableException(secret, words(cause, how), how);
        }
    }

    private static String words(Throwable cause, Outcome.@Nullable Failure how) {
        String said = String.valueOf(cause.getMessage());
        String line = said.length() > MOST_WORDS ? said.substring(0, MOST_WORDS) + "..." : said;
        return Outcome.UNKNOWN.equals(how)
                ? "Secrets Manager did not answer, so that no password was tried (" + line
                        + "). Check the network and the endpoint"
                : line;
    }

    private ProducerTemplate started(Arn secret) {
        try {
            return template.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecretUnavailableException(secret, "the service is stopping");
        } catch (ExecutionException | TimeoutException e) {
            throw new SecretUnavailableException(secret, "the routes have not started within " + START_SECONDS + " s");
        }
    }
}
