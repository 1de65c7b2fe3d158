package io.spicerack.camel;

import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.core.refresh.RunningRefresh;
import io.spicerack.core.trail.SoleOwners;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ReconcileMode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the queued ingestions of one data set, one at a time, or of all that were made through the API, as many as may run
 * at a time, and runs the route over each. Whatever the route does, the
 * ingestion ends: a route that fails or stops before {@code spice:publish} discards what was staged.
 */
final class IngestionsConsumer extends DefaultConsumer implements ShutdownAware, IngestionDispatcher.Taker {
    private final SpiceEndpoint endpoint;
    private final Set<Thread> runners = ConcurrentHashMap.newKeySet();
    private final Set<RunningRefresh> inFlight = ConcurrentHashMap.newKeySet();
    private SoleOwners.@Nullable Ownership ingestionsOwned;
    private volatile boolean draining;
    private volatile boolean held;

    IngestionsConsumer(SpiceEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        draining = false;
        ingestionsOwned = endpoint.component()
                .spice()
                .soleOwners()
                .own(
                        endpoint.allDefined()
                                ? "the ingestions of the API's data sets"
                                : "the ingestions of data set '" + endpoint.dataSetId() + "'",
                        "route '" + getRouteId() + "'");
        if (endpoint.allDefined()) {
            endpoint.component().dispatcher().add(this, endpoint.getCamelContext());
            return;
        }
        String file = DeclaredIn.file(getRoute());
        endpoint.component().spice().dataSets().declare(endpoint.dataSetId(), file);
        ingestions().routeFiles().declare(endpoint.dataSetId(), file);
        String group = endpoint.getQueueOptions().getGroup();
        if (group != null) {
            ingestions().groups().declare(endpoint.dataSetId(), group);
        } else {
            ingestions().groups().forget(endpoint.dataSetId());
        }
        endpoint.getQueueOptions()
                .mark()
                .ifPresentOrElse(
                        mark -> ingestions().marks().declare(endpoint.dataSetId(), mark),
                        () -> ingestions().marks().forget(endpoint.dataSetId()));
        endpoint.component().dispatcher().add(this, endpoint.getCamelContext());
    }

    @Override
    public boolean takes(DataSetId dataSet) {
        boolean open = isRunAllowed() && !draining && !isSuspendingOrSuspended();
        return open
                && (!held || ingestions().joins(dataSet))
                && (endpoint.allDefined()
                        ? endpoint.component().spice().definedDataSets().has(dataSet)
                        : endpoint.dataSetId().equals(dataSet));
    }

    /**
     * Takes nothing more from the queue, so that another route can take its place once it is {@link #idle}; but for what a
     * group's refresh that runs already waits for.
     */
    void hold() {
        endpoint.component().dispatcher().betweenHandOuts(() -> held = true);
    }

    /** It stays after all. */
    void release() {
        held = false;
        ingestions().signal().arrived();
    }

    /** Whether no refresh of it is in flight. */
    boolean idle() {
        return runners.isEmpty()
                && ingestions().running().stream()
                        .noneMatch(refresh -> refresh.dataSet().equals(endpoint.dataSetId()));
    }

    private Ingestions ingestions() {
        return endpoint.component().spice().ingestions();
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.component().dispatcher().remove(this);
        runners.forEach(Thread::interrupt);
        if (!endpoint.allDefined() && !held) {
            ingestions().groups().forget(endpoint.dataSetId());
            ingestions().marks().forget(endpoint.dataSetId());
        }
        if (ingestionsOwned != null) {
            ingestionsOwned.close();
            ingestionsOwned = null;
        }
        super.doStop();
    }

    /** The route stays until its refresh has ended, or the drain time is over. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return inFlight.size();
    }

    /** Takes nothing more from the queue; when the drain time is over, the refresh in flight is discarded. */
    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        draining = !suspendOnly;
        if (forced) {
            inFlight.forEach(refresh -> refresh.cancel(
                    "the service is stopping and spicerack.refresh.drain-timeout is over; refresh again"));
        }
    }

    @Override
    public void run(Refresh first) {
        runners.add(Thread.currentThread());
        try {
            Optional<Refresh> next = Optional.of(first);
            while (next.isPresent()) {
                next = attempt(next.get());
            }
        } finally {
            runners.remove(Thread.currentThread());
        }
    }

    /** The next attempt, where this one lost its source and may begin again. */
    private Optional<Refresh> attempt(Refresh refresh) {
        Exchange exchange = createExchange(false);
        inFlight.add(refresh.running());
        Optional<Refresh> next = Optional.empty();
        try (refresh) {
            ReconcileMode mode = endpoint.getQueueOptions().getReconcile();
            InFlight.begin(exchange, refresh, mode == null ? refresh.begin() : refresh.begin(mode));
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                next = again(refresh, told(exchange, exchange.getException()));
            }
        } catch (Exception e) {
            next = again(refresh, e);
        } finally {
            inFlight.remove(refresh.running());
            releaseExchange(exchange, false);
        }
        return next;
    }

    private Exception told(Exchange exchange, Exception failure) {
        return Question.of(getRoute())
                .map(question -> question.told(exchange, failure))
                .orElse(failure);
    }

    private Optional<Refresh> again(Refresh refresh, Exception failure) {
        Optional<Refresh> next = draining ? Optional.empty() : ingestions().again(refresh, failure);
        if (next.isEmpty()) {
            refresh.fail(failure);
        }
        return next;
    }
}
