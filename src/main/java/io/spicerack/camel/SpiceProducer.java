package io.spicerack.camel;

import io.spicerack.camel.schedule.TimesEndpoint;
import io.spicerack.core.Spice;
import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.core.queue.ScheduleTime;
import io.spicerack.core.refresh.Claimed;
import io.spicerack.core.refresh.Extracted;
import io.spicerack.core.refresh.Reconciled;
import io.spicerack.core.refresh.RefreshStep;
import io.spicerack.core.refresh.Sealed;
import io.spicerack.core.refresh.Skipped;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.prepare.MaskedRows;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** One step of a refresh. The refresh itself rides on the exchange, and refuses a verb that is out of turn. */
final class SpiceProducer extends DefaultProducer {
    private final SpiceEndpoint endpoint;
    private final RowOptions options;

    SpiceProducer(SpiceEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getRowOptions();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (endpoint.getVerb() == Verb.ingest) {
            endpoint.component().ingestTargets().name(endpoint.dataSetId());
        }
    }

    @Override
    public void process(Exchange exchange) {
        Spice spice = endpoint.component().spice();
        switch (endpoint.getVerb()) {
            case ingest -> ingest(spice, exchange);
            case changed -> changed(exchange);
            case extract -> extract(exchange);
            case mask -> mask(spice, exchange);
            case drop -> drop(exchange);
            case seal -> seal(exchange);
            case reconcile -> reconcile(exchange);
            case publish -> publish(exchange);
            case fetch -> fetch(exchange);
            case ingestions, audit, alerts, secrets ->
                throw new IllegalStateException("spice:" + endpoint.getVerb() + " is no step");
        }
    }

    private void ingest(Spice spice, Exchange exchange) {
        DataSetId dataSet = endpoint.dataSetId();
        QueueOptions asked = endpoint.getQueueOptions();
        Optional<ScheduleTime> at = Optional.ofNullable(exchange.getProperty(TimesEndpoint.TIME, ScheduleTime.class));
        Optional<IngestionId> id;
        if (asked.getRequestSource() != RequestSource.SCHEDULED) {
            id = Optional.of(spice.ingestions().request(dataSet, asked.getRequestSource(), asked.getRequestType()));
        } else if (exchange.getProperty(TimesEndpoint.MADE_UP_FOR, false, boolean.class)) {
            id = spice.scheduled().makeUp(dataSet, asked.getRequestType(), at);
        } else {
            id = spice.scheduled().request(dataSet, asked.getRequestType(), asked.getOverlap(), at);
        }
        id.ifPresentOrElse(
                ingestion -> exchange.getMessage().setBody(ingestion.toString()),
                // another node was first, or this one before it was started again
                () -> exchange.setRouteStop(true));
    }

    private void changed(Exchange exchange) {
        ChangedOptions unchanged = endpoint.getChangedOptions();
        InFlight refresh = InFlight.of(exchange);
        Claimed claimed = refresh.step(Verb.changed, Claimed.class);
        Iterator<?> answer = answer(refresh, exchange.getMessage().getBody());
        SourceAnswer given;
        try {
            given = SourceAnswer.of(unchanged.definitionText(), unchanged.dataSourceIds(), answer);
        } catch (IngestionException e) {
            throw Question.failed(e);
        }
        RefreshStep next = claimed.unlessUnchanged(given);
        refresh.at(next);
        exchange.getMessage().setBody(null);
        exchange.setRouteStop(next instanceof Skipped);
    }

    private static Iterator<?> answer(InFlight refresh, @Nullable Object body) {
        if (body instanceof Iterable<?> rows) {
            return rows.iterator();
        }
        if (body instanceof Iterator<?> rows) {
            return rows;
        }
        throw new IllegalArgumentException("spice:changed for data set '" + refresh.dataSet()
                + "' needs the rows of jdbc: in the body; put it right after jdbc:, without outputType: SelectOne");
    }

    /**
     * The query comes in the body and not as an option: Camel joins the lines of a URI without a space between them, so that
     * a comment would swallow the WHERE of the next line.
     */
    private void extract(Exchange exchange) {
        InFlight refresh = InFlight.of(exchange);
        Claimed claimed;
        Extracted extracted;
        if (options.defined()) {
            claimed = refresh.step(Verb.extract, Claimed.class);
            extracted = claimed.extractDefined(options.split(claimed.connections()));
        } else {
            if (!(exchange.getMessage().getBody() instanceof String sql) || sql.isBlank()) {
                throw new IllegalArgumentException("spice:extract for data set '" + refresh.dataSet()
                        + "' needs its query in the" + " body; put it there with setBody: {constant: \"SELECT ...\"}");
            }
            claimed = refresh.step(Verb.extract, Claimed.class);
            extracted = claimed.extract(options.dataSourceId(), sql, options.split(claimed.connections()));
        }
        refresh.at(extracted);
        exchange.getMessage().setBody(new ExtractedRows(extracted.rows()));
    }

    private void mask(Spice spice, Exchange exchange) {
        RowGroups rows = extracted(exchange).untouched();
        exchange.getMessage()
                .setBody(new ExtractedRows(
                        new MaskedRows(rows, options.maskedColumn(), options.mask(), spice.maskHash()::of)));
    }

    private void drop(Exchange exchange) {
        RowGroups rows = extracted(exchange).untouched();
        exchange.getMessage()
                .setBody(new ExtractedRows(
                        options.dropCondition().apply(rows, Clock.systemUTC().instant())));
    }

    private ExtractedRows extracted(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof ExtractedRows rows) {
            return rows;
        }
        throw new IllegalArgumentException("spice:" + endpoint.getVerb() + " for data set '"
                + InFlight.of(exchange).dataSet() + "' needs the rows of spice:extract in the body, as they are or from"
                + " another spice:mask or spice:drop; put it right after spice:extract");
    }

    private void seal(Exchange exchange) {
        InFlight refresh = InFlight.of(exchange);
        RowGroups rows = rows(refresh, exchange.getMessage().getBody());
        refresh.at(
                refresh.step() instanceof Claimed claimed
                        ? claimed.seal(rows, options.driftPolicy())
                        : refresh.step(Verb.seal, Extracted.class)
                                .seal(rows, options.driftPolicy(), options.getRows()));
        exchange.getMessage().setBody(null);
    }

    private static void reconcile(Exchange exchange) {
        InFlight refresh = InFlight.of(exchange);
        refresh.at(refresh.step(Verb.reconcile, Sealed.class).reconcile());
        exchange.getMessage().setBody(null);
    }

    private static void publish(Exchange exchange) {
        InFlight refresh = InFlight.of(exchange);
        Reconciled reconciled = refresh.step() instanceof Reconciled proven
                ? proven
                : unasked(refresh.step(Verb.publish, Sealed.class), refresh.dataSet());
        refresh.at(reconciled.publish());
        exchange.getMessage().setBody(null);
    }

    /** A route may leave out spice:reconcile where there is nobody to ask. */
    private static Reconciled unasked(Sealed sealed, DataSetId dataSet) {
        if (sealed.asksSource()) {
            throw new IllegalStateException("data set '" + dataSet
                    + "': spice:publish needs a reconciled version; put direct:reconcile between spice:seal and"
                    + " spice:publish, or set spicerack.reconcile=off");
        }
        return sealed.reconcile();
    }

    private void fetch(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof SecretInHand secret)) {
            throw new IllegalStateException("route '" + exchange.getFromRouteId() + "': spice:fetch has no secret in"
                    + " hand; the core says which one, to the route that starts from spice:secrets, and to no other");
        }
        secret.fetch(endpoint.vaultUri());
    }

    private static RowGroups rows(InFlight refresh, @Nullable Object body) {
        if (body instanceof ExtractedRows extracted) {
            return extracted.untouched();
        }
        if (body instanceof Iterable<?> iterable) {
            return mapped(refresh, maps(iterable.iterator()));
        }
        if (body instanceof Iterator<?> iterator) {
            return mapped(refresh, maps(iterator));
        }
        throw new IllegalArgumentException(
                "spice:seal for data set '" + refresh.dataSet() + "' needs rows in the body: what spice:extract gives,"
                        + " or an iterator of maps as"
                        + " jdbc:...?outputType=StreamList gives; the body is "
                        + (body == null ? "empty" : "a " + body.getClass().getName()));
    }

    private static RowGroups mapped(InFlight refresh, Iterator<Map<String, Object>> rows) {
        return refresh.step() instanceof Extracted extracted
                ? RowMaps.rowGroups(extracted.rows().schema(), rows)
                : RowMaps.rowGroups(rows);
    }

    @SuppressWarnings("unchecked") // RowMaps checks each row's class and names it
    private static Iterator<Map<String, Object>> maps(Iterator<?> rows) {
        return (Iterator<Map<String, Object>>) rows;
    }
}
