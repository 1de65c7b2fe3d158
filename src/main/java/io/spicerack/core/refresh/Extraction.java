package io.spicerack.core.refresh;

import io.spicerack.core.increment.HighWaterMarks;
import io.spicerack.core.increment.IncrementalWindow;
import io.spicerack.core.increment.KeptAnswers;
import io.spicerack.core.increment.SourceAnswer;
import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.ProvenQuery;
import io.spicerack.core.proof.TalliedQuery;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.source.Estimate;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.table.RowGroups;
import java.util.Optional;

/** The first step: a data key, then the source with its query. Thread-safe. */
public final class Extraction {
    private final DataSetKeys keys;
    private final KeyWatch keyWatch;
    private final SourceConnections sources;
    private final Queries queries;
    private final Staging next;
    private final Ticker ticker;
    private final int connections;

    /** What is asked of sources: by definitions of the API, and by routes. */
    public record Queries(DefinedQueries definitions, HighWaterMarks marks, KeptAnswers answers) {}

    /** @param connections that a query is read over where its route does not say */
    public Extraction(
            DataSetKeys keys,
            KeyWatch keyWatch,
            SourceConnections sources,
            Queries queries,
            Staging next,
            Ticker ticker,
            int connections) {
        this.keys = keys;
        this.keyWatch = keyWatch;
        this.sources = sources;
        this.queries = queries;
        this.next = next;
        this.ticker = ticker;
        this.connections = connections;
    }

    HighWaterMarks marks() {
        return queries.marks();
    }

    int connections() {
        return connections;
    }

    /** Ends the refresh where there is nothing new; empty where it goes on. */
    Optional<Skipped> skipped(OpenRefresh refresh, SourceAnswer answer) {
        if (!refresh.attempt().with().mayBeginAgain()) {
            throw new IllegalStateException("data set '" + refresh.dataSet()
                    + "' is refreshed together with its group, whose members are published all or none: leave out"
                    + " onlyIfChanged, or group");
        }
        refresh.running().goOn();
        SourceAnswer placed = queries.answers().placed(answer);
        refresh.answered(placed);
        return queries.answers()
                .unchanged(refresh.record(), placed)
                .map(current -> refresh.skip(
                        current.id(),
                        "nothing has changed: the source's answer to onlyIfChanged is the one that it gave before the current"
                                + " version was read; a refresh by hand reads it all the same"));
    }

    Extracted extract(OpenRefresh refresh, Proof proof, DataSourceId from, String sql, SplitOptions split) {
        SealingKey key = key(refresh);
        HighWaterMarks.Query asked = queries.marks().resolve(refresh.record(), from, sql);
        TalliedQuery query = start(refresh, proof, from, new SplitQuery(asked.sql(), split), sql, asked.window());
        Optional<CarriedRows> carried = asked.window()
                .map(window -> refresh.closing(new CarriedRows(
                        queries.marks().sealed(refresh.dataSet()),
                        window,
                        query.rows().schema())));
        QueriedRows origin = new QueriedRows(query.rows(), asked.revision(), carried);
        return new Extracted(query.rows(), new Sealable(refresh, proof, key, Optional.of(query), origin), next);
    }

    Extracted extractDefined(OpenRefresh refresh, Proof proof, SplitOptions split) {
        SealingKey key = key(refresh);
        DefinedQuery asked = queries.definitions().resolve(refresh.record(), refresh.running());
        TalliedQuery query = start(
                refresh,
                proof,
                asked.dataSource(),
                new SplitQuery(asked.sql(), split),
                asked.unbounded(),
                asked.window());
        DefinedRows rows = refresh.closing(queries.definitions().rows(refresh.dataSet(), asked, query.rows()));
        return new Extracted(rows, new Sealable(refresh, proof, key, Optional.of(query), rows), next);
    }

    /** Seals rows that no source is asked for. */
    Sealed sealGiven(OpenRefresh refresh, Proof proof, RowGroups rows, Optional<DriftPolicy> drift) {
        Sealable given = new Sealable(refresh, proof, key(refresh), Optional.empty(), new GivenRows());
        return next.seal(given, rows, drift, RowStep.AS_READ);
    }

    private SealingKey key(OpenRefresh refresh) {
        DataSetId dataSet = refresh.dataSet();
        KeyForNewData under = keys.forNewVersion(dataSet);
        Moment asked = ticker.now();
        SealingKey key = new SealingKey(under, keys.generate(dataSet, under), asked, refresh.running()::stop);
        refresh.closing(() -> keyWatch.leave(key));
        refresh.closing(key);
        keyWatch.enter(key);
        return key;
    }

    private TalliedQuery start(
            OpenRefresh refresh,
            Proof proof,
            DataSourceId from,
            SplitQuery query,
            String unbounded,
            Optional<IncrementalWindow> window) {
        RunningRefresh running = refresh.running();
        RefreshAttempt attempt = refresh.attempt();
        attempt.rest(running::goOn);
        SourceReading reading = attempt.with().read(refresh.dataSet(), from, query, sources, running);
        refresh.closing(() -> refresh.journal().read(reading, running.progress()));
        refresh.closing(reading);
        running.reads(reading);
        Estimate planned = running.asking(() -> reading.estimate(query.sql()));
        running.meter().expect(refresh.journal().reading(reading, planned, window));
        refresh.journal().querying(from, query.sql(), window);
        TalliedQuery started = running.asking(
                () -> proof.start(reading, new ProvenQuery(query.sql(), unbounded), running.meter()::read));
        refresh.closing(started.rows());
        return started;
    }
}
