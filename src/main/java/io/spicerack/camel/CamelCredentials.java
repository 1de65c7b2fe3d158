package io.spicerack.camel;

import io.spicerack.audit.event.Outcome;
import io.spicerack.core.sources.SecretService;
import io.spicerack.core.sources.SecretUnavailableException;
import io.spicerack.model.Arn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Has secrets fetched by the route that starts from {@code spice:secrets}, so that another vault takes one YAML file. The core
 * asks, and it alone: the route sees which secret is wanted and never its text. Vaults are called in a context of their own,
 * without routes and without JMX, which alone has the client of Secrets Manager. A call that comes before the routes have
 * started waits for them. Thread-safe.
 */
public final class CamelCredentials implements SecretService, AutoCloseable {
    /** The header that aws-secrets-manager takes the secret's ARN from. */
    private static final String SECRET_ID = "CamelAwsSecretsManagerSecretId";

    private static final int START_SECONDS = 60;

    /** Of what a peer says. */
    private static final int MOST_WORDS = 500;

    /** The route that fetches secrets, as its consumer runs it. */
    interface SecretRoute {
        String routeId();

        /** Runs the route over {@code wanted}. */
        void fetch(SecretInHand wanted) throws Exception;
    }

    private final CamelContext vaults = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final AwsFailures failures;
    private @Nullable SecretRoute route;
    private boolean started;

    /** @param secretsManagerClient the SDK's client, which the caller closes after this */
    public CamelCredentials(Object secretsManagerClient, AwsFailures failures) {
        this.failures = failures;
        vaults.disableJMX();
        vaults.getRegistry().bind("secretsManagerClient", secretsManagerClient);
        vaults.start();
        template = vaults.createProducerTemplate();
    }

    /** Learns when {@code context} has started: whoever has no route by then is told so. */
    void attach(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext unused) {
                routesStarted();
            }
        });
    }

    private synchronized void routesStarted() {
        started = true;
        notifyAll();
    }

    /** From now on {@code fetching} fetches secrets; one route does. */
    synchronized void serve(SecretRoute fetching) {
        SecretRoute serving = route;
        if (serving != null && serving != fetching) {
            throw new IllegalStateException("spice:secrets starts route '" + serving.routeId()
                    + "' already, and one route fetches secrets: take one of the two away");
        }
        route = fetching;
        notifyAll();
    }

    synchronized void leave(SecretRoute fetching) {
        if (route == fetching) {
            route = null;
        }
    }

    /** Refuses a vault that no component knows, at start-up rather than at the first refresh. */
    void checkVault(String vault) {
        vaults.getEndpoint(vault);
    }

    @Override
    public String secretString(Arn secret) {
        SecretRoute serving = serving(secret);
        try (SecretInHand wanted = new SecretInHand(secret, this::ask)) {
            serving.fetch(wanted);
            return wanted.take()
                    .orElseThrow(() -> new SecretUnavailableException(
                            secret,
                            "route '" + serving.routeId() + "' ended without spice:fetch; put it back as in"
                                    + " routes/system/credentials.camel.yaml"));
        } catch (SecretUnavailableException e) {
            throw e;
        } catch (Exception e) {
            throw unavailable(secret, e);
        }
    }

    /** The secret's text, for the one that is in hand. */
    private String ask(Arn secret, String vault) {
        try {
            String text = template.requestBodyAndHeader(vault, "", SECRET_ID, secret.toString(), String.class);
            return text == null ? "" : text;
        } catch (CamelExecutionException e) {
            throw unavailable(secret, e.getCause() == null ? e : e.getCause());
        }
    }

    private SecretUnavailableException unavailable(Arn secret, Throwable failure) {
        Outcome.@Nullable Failure how = failures.outcome(failure).orElse(null);
        return new SecretUnavailableException(secret, words(failure, how), how);
    }

    private static String line(String said) {
        return said.length() > MOST_WORDS ? said.substring(0, MOST_WORDS) + "..." : said;
    }

    static String words(Throwable cause, Outcome.@Nullable Failure how) {
        if (how != null && !how.equals(Outcome.UNKNOWN)) {
            String said = line(how.code() + ": " + how.message());
            String wayOut = wayOut(how.code());
            return wayOut.isEmpty() ? said : said + (said.endsWith(".") ? " " : ". ") + wayOut;
        }
        String line = line(String.valueOf(cause.getMessage()));
        return how == null
                ? line
                : "Secrets Manager did not answer, so that no password was tried (" + line
                        + "). Check the network and the endpoint";
    }

    /** By Secrets Manager's own code. */
    private static String wayOut(String code) {
        return switch (code) {
            case "InvalidRequestException" ->
                "Where it is marked for deletion: aws secretsmanager restore-secret, or name another secret in the data"
                        + " source";
            case "ResourceNotFoundException" -> "Name a secret that is there in the data source";
            case "AccessDenied" ->
                "Allow the service's role secretsmanager:GetSecretValue on it, and kms:Decrypt on its key";
            case "DecryptionFailure" ->
                "The secret's own key must be enabled, and allow the service's role kms:Decrypt";
            default -> "";
        };
    }

    private synchronized SecretRoute serving(Arn secret) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (route == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (started) {
                throw new SecretUnavailableException(
                        secret, "no route starts from spice:secrets; put routes/system/credentials.camel.yaml back");
            }
            if (left <= 0) {
                throw new SecretUnavailableException(
                        secret, "the routes have not started within " + START_SECONDS + " s");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SecretUnavailableException(secret, "the service is stopping");
            }
        }
        return route;
    }

    @Override
    public void close() {
        try {
            template.close();
            vaults.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
