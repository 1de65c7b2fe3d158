package io.spicerack.catalog;

import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshOnDay;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The refresh schedules of data sets. */
public final class ScheduleStore {
    /** Longer than any node fires late. */
    private static final Duration KEPT = Duration.ofDays(40);

    private final Handle handle;
    private final Clock clock;

    ScheduleStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Adds a schedule, or puts it in the place of the one with its id, which is then as new. */
    public void put(DataSetId dataSet, RefreshSchedule schedule) {
        ScheduleFrequency frequency = schedule.frequency();
        RefreshOnDay day = frequency.day();
        handle.createUpdate(
                        """
                        INSERT INTO refresh_schedule (data_set_id, schedule_id, refresh_interval, day_of_week, day_of_month,
                            timezone, time_of_the_day, start_after, refresh_type, changed)
                        VALUES (:dataSet, :id, :interval, :dayOfWeek, :dayOfMonth, :timezone, :time, :startAfter, :type, :now)
                        ON CONFLICT (data_set_id, schedule_id) DO UPDATE SET refresh_interval = excluded.refresh_interval,
                            day_of_week = excluded.day_of_week, day_of_month = excluded.day_of_month,
                            timezone = excluded.timezone, time_of_the_day = excluded.time_of_the_day,
                            start_after = excluded.start_after, refresh_type = excluded.refresh_type,
                            changed = excluded.changed, fired = NULL""")
                .bind("dataSet", dataSet)
                .bind("id", schedule.id())
                .bind("interval", frequency.interval())
                .bind("dayOfWeek", day instanceof RefreshOnDay.Weekday weekday ? weekday.day() : null)
                .bind("dayOfMonth", day == null ? null : day.ofMonth().orElse(null))
                .bind("timezone", frequency.timezone().getId())
                .bind("time", frequency.timeOfTheDay() == null ? null : String.valueOf(frequency.timeOfTheDay()))
                .bind("startAfter", schedule.startAfter())
                .bind("type", schedule.refreshType())
                .bind("now", clock.instant())
                .execute();
    }

    public Optional<ScheduleRecord> find(DataSetId dataSet, ScheduleId id) {
        return handle.createQuery("SELECT * FROM refresh_schedule WHERE data_set_id = :dataSet AND schedule_id = :id")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .map(ScheduleStore::read)
                .findOne();
    }

    /** Those of a data set, by id. */
    public List<ScheduleRecord> of(DataSetId dataSet) {
        return handle.createQuery("SELECT * FROM refresh_schedule WHERE data_set_id = :dataSet ORDER BY schedule_id")
                .bind("dataSet", dataSet)
                .map(ScheduleStore::read)
                .list();
    }

    public List<ScheduleRecord> all() {
        return handle.createQuery("SELECT * FROM refresh_schedule ORDER BY data_set_id, schedule_id")
                .map(ScheduleStore::read)
                .list();
    }

    /** Keeps that the schedule has asked for the refresh of {@code time}; false where it had already, or is gone. */
    public boolean fired(DataSetId dataSet, ScheduleId id, Instant time) {
        return find(dataSet, id).isPresent()
                && isFirst("api " + dataSet + " " + id, time)
                && handle.createUpdate("UPDATE refresh_schedule SET fired = :time"
                                        + " WHERE data_set_id = :dataSet AND schedule_id = :id")
                                .bind("time", time)
                                .bind("dataSet", dataSet)
                                .bind("id", id)
                                .execute()
                        == 1;
    }

    /** Whether nobody has asked yet for what is due at a time of a schedule; from now on somebody has. */
    public boolean isFirst(String schedule, Instant time) {
        handle.createUpdate("DELETE FROM schedule_firing WHERE schedule = :schedule AND fired < :before")
                .bind("schedule", schedule)
                .bind("before", time.minus(KEPT))
                .execute();
        return handle.createUpdate("INSERT INTO schedule_firing (schedule, fired) VALUES (:schedule, :time)"
                                + " ON CONFLICT (schedule, fired) DO NOTHING")
                        .bind("schedule", schedule)
                        .bind("time", time)
                        .execute()
                == 1;
    }

    /** Whether somebody has asked for it. */
    public boolean isAsked(String schedule, Instant time) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM schedule_firing WHERE schedule = :schedule AND fired = :time)")
                .bind("schedule", schedule)
                .bind("time", time)
                .mapTo(Boolean.class)
                .one();
    }

    public void delete(DataSetId dataSet, ScheduleId id) {
        handle.createUpdate("DELETE FROM refresh_schedule WHERE data_set_id = :dataSet AND schedule_id = :id")
                .bind("dataSet", dataSet)
                .bind("id", id)
                .execute();
    }

    private static ScheduleRecord read(RowView row) {
        String time = row.getColumn("time_of_the_day", String.class);
        return new ScheduleRecord(
                row.getColumn("data_set_id", DataSetId.class),
                new RefreshSchedule(
                        row.getColumn("schedule_id", ScheduleId.class),
                        new ScheduleFrequency(
                                row.getColumn("refresh_interval", RefreshInterval.class),
                                day(
                                        row.getColumn("day_of_week", DayOfWeek.class),
                                        row.getColumn("day_of_month", String.class)),
                                ZoneId.of(row.getColumn("timezone", String.class)),
                                time == null ? null : LocalTime.parse(time)),
                        row.getColumn("start_after", Instant.class),
                        row.getColumn("refresh_type", RequestType.class)),
                row.getColumn("changed", Instant.class),
                row.getColumn("fired", Instant.class));
    }

    private static @Nullable RefreshOnDay day(@Nullable DayOfWeek ofWeek, @Nullable String ofMonth) {
        if (ofWeek != null) {
            return new RefreshOnDay.Weekday(ofWeek);
        }
        return ofMonth == null ? null : RefreshOnDay.ofMonth(ofMonth);
    }
}
