package io.spicerack.core.refresh;

import io.spicerack.core.keys.DataSetKeys;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.proof.Proof;
import io.spicerack.core.proof.TalliedQuery;
import io.spicerack.core.sources.SourceConnections;
import io.spicerack.core.sources.SourceReading;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.table.RowGroups;
import java.util.Optional;

/** The first step: a data key, then the source with its query. Thread-safe. */
public final class Extraction {
    private final DataSetKeys keys;
    private final KeyWatch keyWatch;
    private final SourceConnections sources;
    private final DefinedQueries definitions;
    private final Staging next;
    private final Ticker ticker;
    private final int connections;

    /** @param connections that a query is read over where its route does not say */
    public Extraction(
            DataSetKeys keys,
            KeyWatch keyWatch,
            SourceConnections sources,
            DefinedQueries definitions,
            Staging next,
            Ticker ticker,
            int connections) {
        this.keys = keys;
        this.keyWatch = keyWatch;
        this.sources = sources;
        this.definitions = definitions;
        this.next = next;
        this.ticker = ticker;
        this.connections = connections;
    }

    int connections() {
        return connections;
    }

    Extracted extract(OpenRefresh refresh, Proof proof, DataSourceId from, String sql, SplitOptions split) {
        SealingKey key = key(refresh);
        TalliedQuery query = start(refresh, proof, from, new SplitQuery(sql, split), Optional.empty());
        QueriedRows origin = new QueriedRows(query.rows());
        return new Extracted(query.rows(), new Sealable(refresh, proof, key, Optional.of(query), origin), next);
    }

    Extracted extractDefined(OpenRefresh refresh, Proof proof, SplitOptions split) {
        SealingKey key = key(refresh);
        DefinedQuery asked = definitions.resolve(refresh.record());
        TalliedQuery query =
                start(refresh, proof, asked.dataSource(), new SplitQuery(asked.sql(), split), asked.window());
        DefinedRows rows = refresh.closing(definitions.rows(refresh.dataSet(), asked, query.rows()));
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
            OpenRefresh refresh, Proof proof, DataSourceId from, SplitQuery query, Optional<IncrementalWindow> window) {
        RunningRefresh running = refresh.running();
        RefreshAttempt attempt = refresh.attempt();
        attempt.rest(running::goOn);
        SourceReading reading = attempt.with().read(refresh.dataSet(), from, query, sources, running::goOn);
        refresh.closing(() -> refresh.journal().read(reading, running.progress()));
        refresh.closing(reading);
        running.reads(reading);
        running.meter().expect(refresh.journal().reading(reading, reading.estimate(query.sql()), window));
        refresh.journal().querying(from, query.sql(), window);
        TalliedQuery started = proof.start(reading, query.sql(), running.meter()::read);
        refresh.closing(started.rows());
        return started;
    }
}
