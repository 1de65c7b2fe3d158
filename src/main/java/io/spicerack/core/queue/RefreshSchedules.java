package io.spicerack.core.queue;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.RefusedChangeException;
import io.spicerack.catalog.database.NodeWord;
import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.LimitExceededException;
import io.spicerack.model.PreconditionNotMetException;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestType;
import io.spicerack.model.ResourceExistsException;
import io.spicerack.model.ScheduleId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh schedules of data sets: those of the catalog, and what is known of those that routes have. Whoever keeps the
 * time is told of changes, and calls {@link #fire}. Thread-safe.
 */
public final class RefreshSchedules {
    private static final Logger LOGGER = LoggerFactory.getLogger(RefreshSchedules.class);

    /** What QuickSight allows for one data set. */
    public static final int MOST = 5;

    private static final String FIRED = "schedule-fired ";

    private final Catalog catalog;
    private final Ingestions ingestions;
    private final Trail trail;
    private final Account account;
    private final Clock clock;
    private final List<RouteSchedule> ofRoutes = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public RefreshSchedules(Catalog catalog, Ingestions ingestions, Account account, Trail trail, Clock clock) {
        this.catalog = catalog;
        this.ingestions = ingestions;
        this.account = account;
        this.trail = trail;
        this.clock = clock;
    }

    /** Adds a schedule to a data set that is known. */
    public void create(DataSetId dataSet, RefreshSchedule schedule) {
        refuseOfRoute(dataSet, schedule.id());
        catalog.run(tx -> {
            List<ScheduleRecord> present = tx.schedules().of(dataSet);
            if (present.stream().anyMatch(other -> other.schedule().id().equals(schedule.id()))) {
                throw new ResourceExistsException("data set '" + dataSet + "' has a schedule '" + schedule.id()
                        + "' already; update that one, or choose another id");
            }
            if (present.size() >= MOST) {
                throw new LimitExceededException("data set '" + dataSet + "' has " + present.size()
                        + " schedules, the most that are allowed: " + ids(present) + ". Delete one first");
            }
            put(tx, dataSet, schedule, present, "CreateRefreshSchedule");
        });
        changed();
    }

    /** Puts a schedule in the place of the one with its id; false where there is none. */
    public boolean update(DataSetId dataSet, RefreshSchedule schedule) {
        refuseOfRoute(dataSet, schedule.id());
        boolean known = catalog.write(tx -> {
            List<ScheduleRecord> others = tx.schedules().of(dataSet).stream()
                    .filter(other -> !other.schedule().id().equals(schedule.id()))
                    .toList();
            if (tx.schedules().find(dataSet, schedule.id()).isEmpty()) {
                return false;
            }
            put(tx, dataSet, schedule, others, "UpdateRefreshSchedule");
            return true;
        });
        changed();
        return known;
    }

    /** False where there is no such schedule. */
    public boolean delete(DataSetId dataSet, ScheduleId id) {
        refuseOfRoute(dataSet, id);
        boolean known = catalog.write(tx -> {
            if (tx.schedules().find(dataSet, id).isEmpty()) {
                return false;
            }
            tx.schedules().delete(dataSet, id);
            tellNodes(tx);
            record(tx, dataSet, id, "DeleteRefreshSchedule", Map.of());
            return true;
        });
        changed();
        return known;
    }

    public Optional<ScheduleRecord> find(DataSetId dataSet, ScheduleId id) {
        return catalog.read(tx -> tx.schedules().find(dataSet, id));
    }

    /** The catalog's of a data set, by id. */
    public List<ScheduleRecord> of(DataSetId dataSet) {
        return catalog.read(tx -> tx.schedules().of(dataSet));
    }

    /** The catalog's of all data sets. */
    public List<ScheduleRecord> all() {
        return catalog.read(tx -> tx.schedules().all());
    }

    /** Has {@code listener} run after each change of the catalog's schedules, on the thread that made it. */
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    /** When a schedule of a route that makes up for missed times fired last, also before the last start. */
    public Optional<Instant> lastFired(String schedule) {
        return catalog.read(tx -> tx.settings().find(FIRED + schedule)).map(Instant::parse);
    }

    /** Keeps that it fired. */
    public void keepFired(String schedule, Instant time) {
        catalog.run(tx -> tx.settings().put(FIRED + schedule, time.toString()));
    }

    /** Why a schedule did not fire when it was time. */
    public enum Missed {
        DOWN("the service was down"),
        PAUSED("schedules were paused");

        private final String words;

        Missed(String words) {
            this.words = words;
        }
    }

    /** Puts on record that it makes up for times that passed. */
    public void catchesUp(String schedule, List<Instant> missed, Missed why) {
        LOGGER.atInfo()
                .addKeyValue("schedule", schedule)
                .addKeyValue("times", missed.size())
                .addKeyValue("first", missed.get(0))
                .addKeyValue("reason", why.words)
                .log("a schedule makes up for times that passed");
        catalog.run(tx -> {
            // other nodes that start at the same time find the same
            if (catalog.fellows().isEmpty()
                    || tx.schedules()
                            .isFirst(
                                    "made up for " + schedule + " since " + missed.get(0),
                                    missed.get(missed.size() - 1))) {
                tx.audit().append(trail.events().service().catchUpSchedule(schedule, missed, why.words));
            }
        });
    }

    /** Makes the schedules of routes known in place of those known so far. */
    public void declare(List<RouteSchedule> schedules) {
        ofRoutes.clear();
        ofRoutes.addAll(schedules);
    }

    /** Those of routes that refresh a data set. */
    public List<RouteSchedule> ofRoutes(DataSetId dataSet) {
        return ofRoutes.stream()
                .filter(known -> known.dataSet().equals(dataSet))
                .toList();
    }

    /** All of them as they are now, for whoever asks about many data sets. */
    public Timetable timetable() {
        return new Timetable(all(), ofRoutes, clock.instant());
    }

    /** When a data set is refreshed next without being asked by hand: by a route, or by a schedule of the catalog. */
    public Optional<Instant> next(DataSetId dataSet) {
        Instant now = clock.instant();
        return Stream.concat(
                        of(dataSet).stream().map(known -> known.schedule().nextAfter(now)),
                        ofRoutes(dataSet).stream().flatMap(known -> known.next().get().stream()))
                .min(Comparator.naturalOrder());
    }

    /**
     * Asks for the refresh of {@code time} once, whoever fires for it and whatever is killed meanwhile. False where the catalog no
     * longer holds the schedule, and nothing was done.
     */
    public boolean fire(DataSetId dataSet, ScheduleId schedule, Instant time) {
        Optional<ScheduleRecord> known = find(dataSet, schedule);
        if (known.isEmpty()) {
            return false;
        }
        RequestType type = known.get().schedule().refreshType();
        ingestions.requests().addOnce(dataSet, type, tx -> tx.schedules().fired(dataSet, schedule, time));
        ingestions.signal().arrived();
        return true;
    }

    private void put(
            CatalogTransaction tx,
            DataSetId dataSet,
            RefreshSchedule schedule,
            List<ScheduleRecord> others,
            String operation) {
        Optional<ScheduleRecord> exclusive = others.stream()
                .filter(other -> other.schedule().frequency().interval().isExclusive())
                .findFirst();
        if (exclusive.isPresent() || (schedule.frequency().interval().isExclusive() && !others.isEmpty())) {
            throw new PreconditionNotMetException("data set '" + dataSet + "' has the schedules " + ids(others)
                    + "; one with the Interval MINUTE15, MINUTE30 or HOURLY has to be the only one");
        }
        if (schedule.refreshType() == RequestType.INCREMENTAL_REFRESH
                && !IngestionRequests.incremental(tx, dataSet, ingestions.marks())) {
            throw new PreconditionNotMetException("data set '" + dataSet
                    + "' has no look-back window, which INCREMENTAL_REFRESH needs; set it with"
                    + " PutDataSetRefreshProperties first");
        }
        tx.schedules().put(dataSet, schedule);
        tellNodes(tx);
        record(
                tx,
                dataSet,
                schedule.id(),
                operation,
                Map.of(
                        "Interval",
                        schedule.frequency().interval().name(),
                        "RefreshType",
                        schedule.refreshType().name()));
    }

    private void tellNodes(CatalogTransaction tx) {
        if (catalog.fellows().isPresent()) {
            long unused = tx.nodes().tell(NodeWord.Kind.SCHEDULES, "");
        }
    }

    private void record(
            CatalogTransaction tx, DataSetId dataSet, ScheduleId id, String operation, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("DataSetId", dataSet.value());
        parameters.put("ScheduleId", id.value());
        tx.audit()
                .append(trail.events().api().changed(trail.caller(), operation, account.dataSet(dataSet), parameters));
    }

    private void refuseOfRoute(DataSetId dataSet, ScheduleId id) {
        ofRoutes(dataSet).stream()
                .filter(known -> known.route().equals(id.value()))
                .findFirst()
                .ifPresent(known -> {
                    throw new RefusedChangeException("schedule '" + id + "' of data set '" + dataSet
                            + "' is declared in " + known.declaredIn() + "; change it there");
                });
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /** Another node has changed them. */
    public void changedElsewhere() {
        changed();
    }

    private static List<String> ids(List<ScheduleRecord> schedules) {
        return schedules.stream().map(known -> known.schedule().id().value()).toList();
    }
}
