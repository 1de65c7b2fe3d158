package io.spicerack.camel;

import io.spicerack.core.Spice;
import io.spicerack.core.refresh.Refresh;
import io.spicerack.model.DataSetId;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** One step of a refresh. The refresh itself rides on the exchange, and refuses a verb that is out of turn. */
final class SpiceProducer extends DefaultProducer {
    private final SpiceEndpoint endpoint;

    SpiceProducer(SpiceEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Spice spice = endpoint.component().spice();
        switch (endpoint.getVerb()) {
            case ingest -> ingest(spice, exchange);
            case extract -> extract(exchange);
            case seal -> {
                Refresh refresh = InFlight.of(exchange);
                refresh.seal(rows(refresh, exchange.getMessage().getBody()), endpoint.driftPolicy());
                exchange.getMessage().setBody(refresh.reconcileQuery());
            }
            case reconcile -> {
                Refresh refresh = InFlight.of(exchange);
                refresh.reconcile(answer(exchange.getMessage().getBody()));
                exchange.getMessage().setBody(refresh.reconcileQuery());
            }
            case publish -> {
                InFlight.of(exchange).publish();
                exchange.getMessage().setBody(null);
            }
            case ingestions, audit -> throw new IllegalStateException("spice:" + endpoint.getVerb() + " is no step");
        }
    }

    private void ingest(Spice spice, Exchange exchange) {
        DataSetId dataSet = endpoint.dataSetId();
        exchange.getMessage()
                .setBody(spice.ingestions()
                        .request(dataSet, endpoint.getRequestSource())
                        .toString());
    }

    /**
     * The query comes in the body and not as an option: Camel joins the lines of a URI without a space between them, so that
     * a comment would swallow the WHERE of the next line.
     */
    private void extract(Exchange exchange) {
        Refresh refresh = InFlight.of(exchange);
        if (endpoint.defined()) {
            exchange.getMessage()
                    .setBody(new ExtractedRows(refresh.extractDefined(endpoint.split(refresh.connections()))));
            return;
        }
        if (!(exchange.getMessage().getBody() instanceof String sql) || sql.isBlank()) {
            throw new IllegalArgumentException("spice:extract for data set '" + refresh.dataSet()
                    + "' needs its query in the" + " body; put it there with setBody: {constant: \"SELECT ...\"}");
        }
        exchange.getMessage()
                .setBody(new ExtractedRows(
                        refresh.extract(endpoint.dataSourceId(), sql, endpoint.split(refresh.connections()))));
    }

    private static RowGroups rows(Refresh refresh, @Nullable Object body) {
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
                "spice:seal for data set '" + refresh.dataSet() + "' needs rows in the body: what"
                        + " spice:extract gives, or an iterator of maps as jdbc:...?outputType=StreamList gives; the body is "
                        + (body == null ? "empty" : "a " + body.getClass().getName()));
    }

    private static RowGroups mapped(Refresh refresh, Iterator<Map<String, Object>> rows) {
        Schema extracted = refresh.extractedSchema();
        return extracted == null ? RowMaps.rowGroups(rows) : RowMaps.rowGroups(extracted, rows);
    }

    @SuppressWarnings("unchecked") // RowMaps checks each row's class and names it
    private static Iterator<Map<String, Object>> maps(Iterator<?> rows) {
        return (Iterator<Map<String, Object>>) rows;
    }

    private static Map<String, Object> answer(@Nullable Object body) {
        Object row = body instanceof List<?> rows && rows.size() == 1 ? rows.get(0) : body;
        if (row instanceof Map<?, ?> map) {
            Map<String, Object> answer = new java.util.LinkedHashMap<>();
            map.forEach((name, value) -> answer.put(String.valueOf(name), value));
            return answer;
        }
        throw new IllegalArgumentException(
                "spice:reconcile needs the source's one row in the body, as jdbc: gives for the"
                        + " query that spice:seal left there; the body is "
                        + (body == null ? "empty" : "a " + body.getClass().getName()));
    }
}
