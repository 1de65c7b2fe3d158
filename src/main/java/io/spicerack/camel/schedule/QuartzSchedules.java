package io.spicerack.camel.schedule;

import io.spicerack.catalog.record.ScheduleRecord;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.model.RefreshSchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Keeps the triggers of the scheduler that Camel runs as the catalog's refresh schedules are. A time that passed while the
 * service was down is made up for when it starts within {@link #LATE} of it, as QuickSight allows itself. Thread-safe.
 */
public final class QuartzSchedules {
    static final Duration LATE = Duration.ofMinutes(10);
    private static final String GROUP_PREFIX = "refresh-schedule:";

    /** Those of a schedule of the catalog. */
    record Times(RefreshSchedule schedule) implements FireTimes {
        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return Optional.of(schedule.nextAfter(after));
        }
    }

    private final Scheduler scheduler;
    private final RefreshSchedules schedules;
    private final Clock clock;

    public QuartzSchedules(Scheduler scheduler, RefreshSchedules schedules, Clock clock) {
        this.scheduler = scheduler;
        this.schedules = schedules;
        this.clock = clock;
    }

    /** Takes over what the catalog holds now, and after each change of it. */
    public void start() {
        try {
            scheduler.getContext().put(RefreshJob.SCHEDULES, schedules);
        } catch (SchedulerException e) {
            throw failed(e);
        }
        schedules.whenChanged(this::follow);
        follow();
    }

    /** Makes the triggers those of the catalog; one whose schedule has not changed stays as it is. */
    synchronized void follow() {
        Map<TriggerKey, ScheduleRecord> wanted = new HashMap<>();
        for (ScheduleRecord known : schedules.all()) {
            wanted.put(key(known), known);
        }
        try {
            if (scheduler.isShutdown()) {
                return;
            }
            for (TriggerKey present : present()) {
                ScheduleRecord known = wanted.get(present);
                if (known != null
                        && scheduler.getTrigger(present) instanceof RefreshTrigger trigger
                        && trigger.times().equals(new Times(known.schedule()))) {
                    wanted.remove(present);
                } else {
                    scheduler.unscheduleJob(present);
                }
            }
            for (Map.Entry<TriggerKey, ScheduleRecord> added : wanted.entrySet()) {
                schedule(added.getKey(), added.getValue());
            }
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    private void schedule(TriggerKey key, ScheduleRecord known) throws SchedulerException {
        JobDetail job = JobBuilder.newJob(RefreshJob.class)
                .withIdentity(new JobKey(key.getName(), key.getGroup()))
                .usingJobData(RefreshJob.DATA_SET, known.dataSet().value())
                .usingJobData(RefreshJob.SCHEDULE, known.schedule().id().value())
                .build();
        RefreshTrigger trigger = new RefreshTrigger(new Times(known.schedule()), since(known), clock);
        trigger.setKey(key);
        trigger.setJobKey(job.getKey());
        scheduler.scheduleJob(job, trigger);
    }

    private Instant since(ScheduleRecord known) {
        Instant since = clock.instant().minus(LATE);
        Instant done = known.fired() == null ? known.changed() : known.fired();
        return done.isAfter(since) ? done : since;
    }

    private Set<TriggerKey> present() throws SchedulerException {
        return new HashSet<>(scheduler.getTriggerKeys(GroupMatcher.triggerGroupStartsWith(GROUP_PREFIX)));
    }

    private static TriggerKey key(ScheduleRecord known) {
        RefreshSchedule schedule = known.schedule();
        return new TriggerKey(schedule.id().value(), GROUP_PREFIX + known.dataSet());
    }

    private static IllegalStateException failed(SchedulerException e) {
        return new IllegalStateException("the refresh schedules cannot be set: " + e.getMessage(), e);
    }
}
