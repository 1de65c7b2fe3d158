package io.spicerack.camel;

import io.spicerack.refresh.Refresh;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the queued ingestions of one data set, one at a time, and runs the route over each. Whatever the route does, the
 * ingestion ends: a route that fails or stops before {@code spice:publish} discards what was staged.
 */
final class IngestionsConsumer extends DefaultConsumer implements ShutdownAware {
    private static final Logger LOGGER = LoggerFactory.getLogger(IngestionsConsumer.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final SpiceEndpoint endpoint;
    private @Nullable ExecutorService worker;
    private volatile @Nullable Refresh inFlight;
    private volatile boolean draining;

    IngestionsConsumer(SpiceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        draining = false;
        endpoint.component().spice().dataSets().declare(endpoint.dataSetId(), DeclaredIn.file(getRoute()));
        String group = endpoint.getGroup();
        if (group != null) {
            endpoint.component().spice().ingestions().groups().declare(endpoint.dataSetId(), group);
        }
        worker = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, "refresh-" + endpoint.dataSetId());
        worker.execute(this::work);
    }

    @Override
    protected void doStop() throws Exception {
        if (worker != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(worker);
            worker = null;
        }
        endpoint.component().spice().ingestions().groups().forget(endpoint.dataSetId());
        super.doStop();
    }

    /** The route stays until its refresh has ended, or the drain time is over. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return inFlight == null ? 0 : 1;
    }

    /** Takes nothing more from the queue; when the drain time is over, the refresh in flight is discarded. */
    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        draining = !suspendOnly;
        Refresh refresh = inFlight;
        if (forced && refresh != null) {
            refresh.cancel("the service is stopping and spicerack.refresh.drain-timeout is over; refresh again");
        }
    }

    private void work() {
        while (isRunAllowed() && !draining) {
            try {
                if (isSuspendingOrSuspended()) {
                    Thread.sleep(LOOK_AGAIN.toMillis());
                    continue;
                }
                Optional<Refresh> next =
                        endpoint.component().spice().ingestions().next(endpoint.dataSetId(), LOOK_AGAIN);
                next.ifPresent(this::run);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOGGER.atError()
                        .addKeyValue("dataSetId", endpoint.dataSetId())
                        .setCause(e)
                        .log("could not take the next ingestion from the queue; trying again");
            }
        }
    }

    private void run(Refresh first) {
        Optional<Refresh> next = Optional.of(first);
        while (next.isPresent()) {
            next = attempt(next.get());
        }
    }

    /** The next attempt, where this one lost its source and may begin again. */
    private Optional<Refresh> attempt(Refresh refresh) {
        Exchange exchange = createExchange(false);
        inFlight = refresh;
        Optional<Refresh> next = Optional.empty();
        try (refresh) {
            String snapshot = SnapshotDataSources.name(refresh.dataSet());
            exchange.setProperty(InFlight.REFRESH, refresh);
            exchange.setProperty(InFlight.SNAPSHOT, snapshot);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                next = again(refresh, exchange.getException());
            }
        } catch (Exception e) {
            next = again(refresh, e);
        } finally {
            inFlight = null;
            releaseExchange(exchange, false);
        }
        return next;
    }

    private Optional<Refresh> again(Refresh refresh, Exception failure) {
        Optional<Refresh> next = draining
                ? Optional.empty()
                : endpoint.component().spice().ingestions().again(refresh, failure);
        if (next.isEmpty()) {
            refresh.fail(failure);
        }
        return next;
    }
}
