package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.SourceBudget;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
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
import io.spicerack.wire.Reach;
import io.spicerack.wire.RefusedAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to data sources with the credentials of the moment, within their budgets. Thread-safe. */
public final class SourceConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(SourceConnections.class);

    /** How long a step that is no refresh waits for a connection: it might wait for one that its own route holds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How long a connection test may ask, once it is connected. */
    private static final Duration TEST = Duration.ofSeconds(15);

    private final Catalog catalog;
    private final CredentialsStore credentials;
    private final SourcesConfig settings;
    private final SourceTypes types;
    private final SourceBudgets budgets;
    private final SourceTrusts trusts;
    private final Map<DataSourceId, TypeChoices> choices = new ConcurrentHashMap<>();
    private final SourceTrail trail;
    private final Ticker ticker;

    SourceConnections(
            Catalog catalog,
            CredentialsStore credentials,
            SourcesConfig settings,
            SourceBudgets budgets,
            SourceTrusts trusts,
            SourceTrail trail,
            Ticker ticker) {
        this.catalog = catalog;
        this.credentials = credentials;
        this.settings = settings;
        this.types = settings.databases();
        this.budgets = budgets;
        this.trusts = trusts;
        this.trail = trail;
        this.ticker = ticker;
    }

    /** Connections that are set aside but not opened yet. Closing it gives them back. */
    public final class Reserved implements AutoCloseable {
        private final DataSourceRecord source;
        private final SourceTerms terms;
        private final List<ReadRequest> requests;
        private int held;

        private Reserved(DataSourceRecord source, SourceTerms terms, List<ReadRequest> requests, int held) {
            this.source = source;
            this.terms = terms;
            this.requests = requests;
            this.held = held;
        }

        /** Connects, all in one snapshot, one reading a query; each gives its own connections back when it is closed. */
        public List<SourceReading> open() {
            List<SourceReading.Meter> meters =
                    requests.stream().map(this::meter).toList();
            List<SplitQuery> queries = requests.stream().map(ReadRequest::query).toList();
            List<SourceParts> opened;
            try (Credentials secret = secret()) {
                opened = types.of(source.type())
                        .open(configured(limits(source, terms.budget())), secret, queries, meters);
            }
            connected(source);
            List<SourceReading> readings = new ArrayList<>();
            for (int i = 0; i < opened.size(); i++) {
                readings.add(new SourceReading(terms, opened.get(i), meters.get(i)));
                held -= opened.get(i).count();
            }
            return readings;
        }

        /** One connection that gives its place back when it is closed. */
        SourceConnection lend() {
            try (Credentials secret = secret()) {
                SourceConnection lent = new LentConnection(
                        types.of(source.type())
                                .open(configured(limits(source, terms.budget())), secret, meter(requests.get(0))),
                        () -> terms.places().give(1));
                held--;
                return lent;
            }
        }

        Optional<String> test() {
            try (Credentials secret = secret()) {
                SourceConfig config = configured(testLimits(source, terms.budget()));
                return types.of(source.type()).test(config, secret, meter(requests.get(0)));
            }
        }

        private SourceConfig configured(SourceConfig.Limits limits) {
            return config(source, terms.budget(), limits);
        }

        private SourceReading.Meter meter(ReadRequest request) {
            return new SourceReading.Meter(
                    request.caller(),
                    terms.budget(),
                    budgets.rate(source.id()),
                    trail.of(source.id(), request.dataSet()),
                    ticker);
        }

        /** Asked for only where the data source may be connected to at all. */
        private Credentials secret() {
            checkReach(source);
            return credentials.open(source);
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
    public Reserved reserve(DataSourceId id, List<ReadRequest> requests, Runnable pause) {
        DataSourceRecord source = find(id);
        SourceBudget budget = budgets.of(id);
        SourceType type = types.of(source.type());
        int limit = budget.connections().orElse(Integer.MAX_VALUE);
        int wanted = requests.stream()
                .mapToInt(request -> request.query().split().connections())
                .sum();
        int least = type.connections(requests.size());
        if (least > limit) {
            throw tooFew(id, limit, requests.size(), least);
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
        return new Reserved(source, terms, shared(requests, type.reading(taken)), taken);
    }

    /** The connections of one query, in one snapshot, once there are any. */
    public SourceReading open(DataSourceId id, ReadRequest request) {
        SourceCaller caller = request.caller();
        Runnable pause = () -> {
            caller.goOn();
            Polling.pause();
        };
        try (Reserved reserved = reserve(id, List.of(request), pause)) {
            return caller.asking(() -> reserved.open().get(0));
        }
    }

    /** The queries, each over one connection and over more as far as they reach. */
    private static List<ReadRequest> shared(List<ReadRequest> requests, int connections) {
        int[] given = new int[requests.size()];
        int left = Math.max(connections, given.length);
        for (int i = 0; left > 0; i = (i + 1) % given.length) {
            if (given[i] < requests.get(i).query().split().connections()) {
                given[i]++;
            }
            left--;
        }
        List<ReadRequest> shared = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            SplitQuery query = requests.get(i).query();
            SplitOptions split = new SplitOptions(given[i], query.split().column());
            shared.add(new ReadRequest(
                    requests.get(i).dataSet(),
                    new SplitQuery(query.sql(), split),
                    requests.get(i).caller()));
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

    /**
     * A connection for code that brings its own queries, in a snapshot of its own. The caller closes it.
     *
     * @param dataSet for which they are; empty for none
     * @param caller may end the wait for it, and what is asked over it
     */
    public SourceConnection lend(DataSourceId id, Optional<DataSetId> dataSet, SourceCaller caller) {
        Moment begin = ticker.now();
        Runnable pause = () -> {
            caller.goOn();
            if (ticker.since(begin).compareTo(PATIENCE) > 0) {
                throw new IngestionException(
                        IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                        "data source '" + id + "': all connections of its source budget were in use for "
                                + PATIENCE.toSeconds() + " s. Raise Connections, or do not use jdbc: on a data source"
                                + " that the same route extracts from");
            }
            Polling.pause();
        };
        try (Reserved reserved = reserve(id, List.of(ReadRequest.any(dataSet, caller)), pause)) {
            return caller.asking(reserved::lend);
        }
    }

    /** Connects as anybody would, within the budget, and asks for one row. Returns what its user may change, in words. */
    Optional<String> test(DataSourceId id) {
        try (Reserved reserved =
                reserve(id, List.of(ReadRequest.any(Optional.empty(), SourceCaller.NOBODY)), Polling::pause)) {
            return reserved.test();
        }
    }

    /** What a data source's own file says of its types; it counts from the next connection on. */
    public void declareTypes(DataSourceId id, TypeChoices types) {
        choices.put(id, types);
    }

    /** What its server shows to whoever asks. */
    ShownProof shown(DataSourceId id) {
        DataSourceRecord source = find(id);
        checkReach(source);
        return types.of(source.type()).shown(config(source, budgets.of(id), testLimits(source, budgets.of(id))));
    }

    /** Refuses a data source one of whose addresses is where none may be. The one that is connected to is asked for again. */
    private void checkReach(DataSourceRecord source) {
        Reach reach = reach(source);
        for (InetAddress address : addresses(source.host())) {
            try {
                reach.check(address);
            } catch (RefusedAddressException e) {
                throw new IngestionException(IngestionErrorType.PERMISSION_DENIED, String.valueOf(e.getMessage()));
            }
        }
    }

    /** None where there is no such name: connecting tells that in its own words. */
    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }

    private Reach reach(DataSourceRecord source) {
        return new SourceReach(source, settings.egress(), trail, () -> trusts.tunnel(source.id()), credentials);
    }

    private DataSourceRecord find(DataSourceId id) {
        return catalog.read(tx -> KnownDataSources.existing(tx, id));
    }

    /** A data source whose test had failed, and that is read now, can be used: nobody has to test it by hand. */
    private void connected(DataSourceRecord source) {
        boolean failed =
                source.status() == ResourceStatus.CREATION_FAILED || source.status() == ResourceStatus.UPDATE_FAILED;
        if (failed && catalog.write(tx -> tx.dataSources().connected(source.id(), source.updated()))) {
            LOGGER.atInfo()
                    .addKeyValue("dataSourceId", source.id())
                    .log("data source can be used again: a refresh has connected to it");
        }
    }

    /** So that whatever a server does, a test of it ends. */
    private SourceConfig.Limits testLimits(DataSourceRecord source, SourceBudget budget) {
        Duration twice = settings.timeouts().connect().multipliedBy(2);
        return new SourceConfig.Limits(
                Optional.empty(),
                budget.replicaLag(),
                settings.rowBytes(),
                Optional.of(twice.plus(TEST)),
                reach(source));
    }

    private SourceConfig.Limits limits(DataSourceRecord source, SourceBudget budget) {
        return new SourceConfig.Limits(
                budget.longestTransaction(), budget.replicaLag(), settings.rowBytes(), Optional.empty(), reach(source));
    }

    private SourceConfig config(DataSourceRecord dataSource, SourceBudget budget, SourceConfig.Limits limits) {
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
                limits);
    }
}
