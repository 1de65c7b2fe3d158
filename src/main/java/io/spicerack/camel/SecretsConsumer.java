package io.spicerack.camel;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Hands out the secrets that the core wants fetched, each on an exchange of its own. Nobody else can start its route. */
final class SecretsConsumer extends DefaultConsumer implements ShutdownAware, CamelCredentials.SecretRoute {
    private final CamelCredentials credentials;

    SecretsConsumer(Endpoint endpoint, Processor processor, CamelCredentials credentials) {
        super(endpoint, processor);
        this.credentials = credentials;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        credentials.serve(this);
    }

    @Override
    protected void doStop() throws Exception {
        credentials.leave(this);
        super.doStop();
    }

    /** At a stop the refreshes in flight end first: they may need a secret yet. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    /** Who asks waits for the answer, and is counted where it is in flight. */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {}

    @Override
    public String routeId() {
        return getRouteId();
    }

    @Override
    public void fetch(SecretInHand wanted) throws Exception {
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        try {
            exchange.getMessage().setBody(wanted);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
