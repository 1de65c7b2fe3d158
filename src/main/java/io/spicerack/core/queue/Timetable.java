package io.spicerack.core.queue;

import static java.util.stream.Collectors.groupingBy;

import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.model.DataSetId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The schedules of all data sets as they were at one moment, for whoever asks about many of them. Immutable. */
public final class Timetable {
    private final Map<DataSetId, List<ScheduleRecord>> ofCatalog;
    private final Map<DataSetId, List<RouteSchedule>> ofRoutes;
    private final Instant now;

    Timetable(Collection<ScheduleRecord> ofCatalog, Collection<RouteSchedule> ofRoutes, Instant now) {
        this.ofCatalog = ofCatalog.stream().collect(groupingBy(ScheduleRecord::dataSet));
        this.ofRoutes = ofRoutes.stream().collect(groupingBy(RouteSchedule::dataSet));
        this.now = now;
    }

    /** The catalog's of a data set, by id. */
    public List<ScheduleRecord> of(DataSetId dataSet) {
        return ofCatalog.getOrDefault(dataSet, List.of());
    }

    /** Those of routes that refresh a data set. */
    public List<RouteSchedule> ofRoutes(DataSetId dataSet) {
        return ofRoutes.getOrDefault(dataSet, List.of());
    }

    /** When a data set is refreshed next without being asked by hand: by a route, or by a schedule of the catalog. */
    public Optional<Instant> next(DataSetId dataSet) {
        return Stream.concat(
                        of(dataSet).stream().map(known -> known.schedule().nextAfter(now)),
                        ofRoutes(dataSet).stream().flatMap(known -> known.next().get().stream()))
                .min(Comparator.naturalOrder());
    }
}
