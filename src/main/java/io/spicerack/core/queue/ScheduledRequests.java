package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.queue.IngestionRequests.Behind;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The refreshes that schedules of routes ask for: each of their times once, whoever fires for it. Thread-safe. */
public final class ScheduledRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(ScheduledRequests.class);

    private final Catalog catalog;
    private final Ingestions ingestions;
    private final IngestionRequests requests;

    public ScheduledRequests(Catalog catalog, Ingestions ingestions) {
        this.catalog = catalog;
        this.ingestions = ingestions;
        this.requests = ingestions.requests();
    }

    /** A SCHEDULED one of {@code type}, with a word about those that wait or run; empty where it was asked for already. */
    public Optional<IngestionId> request(
            DataSetId dataSet, RequestType type, Overlap overlap, Optional<ScheduleTime> at) {
        if (overlap == Overlap.REPLACE) {
            for (DataSetId member : ingestions.groups().together(dataSet)) {
                toReplace(member, at.map(time -> time.asks(dataSet)), at).forEach(id -> replace(member, id));
            }
        }
        return scheduled(dataSet, type, overlap == Overlap.SKIP ? Behind.NOTHING : Behind.ONE_THAT_RUNS, at);
    }

    /** Of one moment, so that what another node has put in their place meanwhile stays. */
    private List<IngestionId> toReplace(DataSetId member, Optional<String> asks, Optional<ScheduleTime> at) {
        return catalog
                .read(tx -> asks.filter(name -> tx.schedules()
                                        .isAsked(name, at.orElseThrow().time()))
                                .isPresent()
                        ? List.<IngestionRecord>of()
                        : tx.ingestions().unfinished(member))
                .stream()
                .map(IngestionRecord::id)
                .toList();
    }

    /** A SCHEDULED one for a time that was missed: it waits behind all that wait and run. */
    public Optional<IngestionId> makeUp(DataSetId dataSet, RequestType type, Optional<ScheduleTime> at) {
        return scheduled(dataSet, type, Behind.ALL, at);
    }

    private Optional<IngestionId> scheduled(
            DataSetId dataSet, RequestType type, Behind behind, Optional<ScheduleTime> at) {
        Optional<IngestionId> id = at.isPresent()
                ? requests.addOnce(dataSet, type, behind, at.get())
                : Optional.of(requests.add(
                        dataSet, requests.newId(), RequestSource.SCHEDULED, type, Optional.empty(), behind));
        ingestions.signal().arrived();
        return id;
    }

    private void replace(DataSetId dataSet, IngestionId ingestion) {
        try {
            ingestions.cancel(
                    dataSet,
                    ingestion,
                    "its schedule asked again, and overlap: replace puts the new refresh in its place");
        } catch (IllegalStateException e) {
            LOGGER.atInfo()
                    .addKeyValue("dataSetId", dataSet)
                    .addKeyValue("ingestionId", ingestion)
                    .log("an ingestion that was to be replaced had ended by then");
        }
    }
}
