package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.model.Ticker;
import io.spicerack.source.LentConnection;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceParts;
import io.spicerack.source.SourceType;
import io.spicerack.source.SourceTypes;
import io.spicerack.source.SplitOptions;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.TypeChoices;
import io.spicerack.tls.ShownProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to data sources with the credentials of the moment, within their budgets. Thread-safe. */
public final class SourceConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(SourceConnections.class);

    /** How long a step that is no refresh waits for a connection: it might wait for one that its own route holds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Catalog catalog;
    private final CredentialsStore credentials;
    private final SourcesConfig settings;
    private final SourceTypes types;
    private final SourceBudgets budgets;
    private final SourceTrusts trusts;
    private final Map<DataSourceId, TypeChoices> choices = new ConcurrentHashMap<>();
    private final Ticker ticker;

    SourceConnections(
            Catalog catalog,
            CredentialsStore credentials,
            SourcesConfig settings,
            SourceTypes types,
            SourceBudgets budgets,
            SourceTrusts trusts,
            Ticker ticker) {
        this.catalog = catalog;
        this.credentials = credentials;
        this.settings = settings;
        this.types = types;
        this.budgets = budgets;
        this.trusts = trusts;
        this.ticker = ticker;
    }

    /** Connections that are set aside but not opened yet. Closing it gives them back. */
    public final class Reserved implements AutoCloseable {
        private final DataSourceRecord source;
        private final SourceTerms terms;
        private final List<SplitQuery> queries;
        private int held;

        private Reserved(DataSourceRecord source, SourceTerms terms, List<SplitQuery> queries, int held) {
            this.source = source;
            this.terms = terms;
            this.queries = queries;
            this.held = held;
        }

        /** Connects, all in one snapshot, one reading a query; each gives its own connections back when it is closed. */
        public List<SourceReading> open() {
            List<SourceReading.Meter> meters = new ArrayList<>();
            queries.forEach(query -> meters.add(new SourceReading.Meter(terms.budget(), budgets.rate(source.id()))));
            List<SourceParts> opened;
            try (Credentials secret = credentials.open(source)) {
                opened = types.of(source.type()).open(config(source, terms.budget()), secret, queries, meters);
            }
            List<SourceReading> readings = new ArrayList<>();
            for (int i = 0; i < opened.size(); i++) {
                readings.add(new SourceReading(terms, opened.get(i), meters.get(i)));
                held -= opened.get(i).count();
            }
            return readings;
        }

        /** One connection that gives its place back when it is closed. */
        SourceConnection lend() {
            try (Credentials secret = credentials.open(source)) {
                SourceConnection lent = new LentConnection(
                        types.of(source.type())
                                .open(
                                        config(source, terms.budget()),
                                        secret,
                                        new SourceReading.Meter(terms.budget(), budgets.rate(source.id()))),
                        () -> terms.places().give(1));
                held--;
                return lent;
            }
        }

        void test() {
            try (Credentials secret = credentials.open(source)) {
                types.of(source.type()).test(config(source, terms.budget()), secret);
            }
        }

        /** Gives back what was not opened. */
        @Override
        public void close() {
            terms.places().give(held);
            held = 0;
        }
    }

    /**
     * Sets connections aside for queries that are read at the same time, each over as many as it wants where the budget and
     * the others leave so many. {@code pause} is called again and again while there are not enough, and may throw.
     */
    public Reserved reserve(DataSourceId id, List<SplitQuery> queries, Runnable pause) {
        DataSourceRecord source = find(id);
        SourceBudget budget = budgets.of(id);
        SourceType type = types.of(source.type());
        int limit = budget.connections().orElse(Integer.MAX_VALUE);
        int wanted =
                queries.stream().mapToInt(query -> query.split().connections()).sum();
        int least = type.connections(queries.size());
        if (least > limit) {
            throw tooFew(id, limit, queries.size(), least);
        }
        Moment from = ticker.now();
        ConnectionPlaces places = budgets.places(id);
        int taken = places.take(least, type.connections(wanted), limit);
        if (taken == 0) {
            LOGGER.atInfo()
                    .addKeyValue("dataSourceId", id)
                    .addKeyValue("budget", limit)
                    .log("all connections of the source budget are in use; waiting for one");
        }
        while (taken == 0) {
            pause.run();
            taken = places.take(least, type.connections(wanted), limit);
        }
        SourceTerms terms = new SourceTerms(id, budget, ticker.since(from), places, ticker);
        return new Reserved(source, terms, shared(queries, type.reading(taken)), taken);
    }

    /** The connections of one query, in one snapshot, once there are any; {@code goOn} throws to end the wait for them. */
    public SourceReading open(DataSourceId id, SplitQuery query, Runnable goOn) {
        Runnable pause = () -> {
            goOn.run();
            Polling.pause();
        };
        try (Reserved reserved = reserve(id, List.of(query), pause)) {
            return reserved.open().get(0);
        }
    }

    /** The queries, each over one connection and over more as far as they reach. */
    private static List<SplitQuery> shared(List<SplitQuery> queries, int connections) {
        int[] given = new int[queries.size()];
        int left = Math.max(connections, given.length);
        for (int i = 0; left > 0; i = (i + 1) % given.length) {
            if (given[i] < queries.get(i).split().connections()) {
                given[i]++;
            }
            left--;
        }
        List<SplitQuery> shared = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            SplitQuery query = queries.get(i);
            shared.add(new SplitQuery(
                    query.sql(), new SplitOptions(given[i], query.split().column())));
        }
        return shared;
    }

    private static IngestionException tooFew(DataSourceId id, int limit, int queries, int least) {
        return new IngestionException(
                IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                "data source '" + id + "': its source budget allows " + limit
                        + " connections at a time, and a group of "
                        + queries + " data sets needs " + least
                        + " for one snapshot. Raise Connections, or take data sets out of the group");
    }

    /** A connection for code that brings its own queries, in a snapshot of its own. The caller closes it. */
    SourceConnection lend(DataSourceId id) {
        Moment begin = ticker.now();
        Runnable pause = () -> {
            if (ticker.since(begin).compareTo(PATIENCE) > 0) {
                throw new IngestionException(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                        "data source '" + id + "': all connections of its source budget were in use for "
                                + PATIENCE.toSeconds() + " s. Raise Connections, or do not use jdbc: on a data source"
                                + " that the same route extracts from");
            }
            Polling.pause();
        };
        SplitQuery any = new SplitQuery("", SplitOptions.ONE);
        try (Reserved reserved = reserve(id, List.of(any), pause)) {
            return reserved.lend();
        }
    }

    /** Connects as anybody would, within the budget, and asks for one row. */
    void test(DataSourceId id) {
        SplitQuery any = new SplitQuery("", SplitOptions.ONE);
        try (Reserved reserved = reserve(id, List.of(any), Polling::pause)) {
            reserved.test();
        }
    }

    /** What a data source's own file says of its types; it counts from the next connection on. */
    public void declareTypes(DataSourceId id, TypeChoices types) {
        choices.put(id, types);
    }

    /** What its server shows to whoever asks. */
    ShownProof shown(DataSourceId id) {
        DataSourceRecord source = find(id);
        return types.of(source.type()).shown(config(source, budgets.of(id)));
    }

    private DataSourceRecord find(DataSourceId id) {
        return catalog.read(tx -> existing(tx, id));
    }

    static DataSourceRecord existing(CatalogTransaction tx, DataSourceId id) {
        return tx.dataSources()
                .find(id)
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.DATA_SOURCE_NOT_FOUND,
                        "there is no data source '" + id + "'; the catalog has "
                                + tx.dataSources().list().stream()
                                        .map(known -> known.id().value())
                                        .toList()
                                + ". Declare it in config/catalog/ or correct the route"));
    }

    private SourceConfig config(DataSourceRecord dataSource, SourceBudget budget) {
        SourceConfig.Timeouts timeouts = settings.timeouts();
        return new SourceConfig(
                dataSource.type(),
                dataSource.host(),
                dataSource.port(),
                dataSource.database(),
                trusts.of(dataSource),
                new SourceConfig.Timeouts(
                        timeouts.connect(), budget.statementTimeout().orElse(Duration.ZERO), timeouts.idle()),
                choices.getOrDefault(dataSource.id(), TypeChoices.NONE).over(settings.types()),
                new SourceConfig.Limits(budget.longestTransaction(), budget.replicaLag()));
    }
}
