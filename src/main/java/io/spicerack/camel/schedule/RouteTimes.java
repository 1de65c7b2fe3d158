package io.spicerack.camel.schedule;

import io.spicerack.core.queue.RefreshSchedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * The triggers of schedules that routes have. A route that takes the place of another goes on where that one ended: no time comes
 * twice, since each is claimed, and none is left out, since the next one begins with what the former one still owed. Thread-safe.
 */
final class RouteTimes {
    /** Longer than any swap of routes; what was away for longer was away, and owes nothing. */
    private static final Duration SWAP = Duration.ofMinutes(1);

    /** A time that is claimed later than that was missed, though the service ran: its schedules were paused. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /**
     * One time of a schedule.
     *
     * @param madeUpFor whether it was missed, and its refresh is not to be dropped for another one's sake
     */
    record Firing(Instant time, boolean madeUpFor) {}

    private final Clock clock;
    private final Map<TriggerKey, Consumer<Firing>> consumers = new HashMap<>();
    private final Map<TriggerKey, Instant> claimed = new HashMap<>();
    private final Map<TriggerKey, Instant> owed = new HashMap<>();

    private final Map<TriggerKey, CronSchedule> schedules = new HashMap<>();
    private final Map<TriggerKey, Instant> started = new HashMap<>();
    private final Map<TriggerKey, Instant> recorded = new HashMap<>();
    private final RefreshSchedules kept;
    private final Supplier<Scheduler> scheduler;

    /** @param kept where it is kept when schedules that catch up have fired */
    RouteTimes(Clock clock, RefreshSchedules kept, Supplier<Scheduler> scheduler) {
        this.clock = clock;
        this.kept = kept;
        this.scheduler = scheduler;
    }

    private Scheduler scheduler() {
        return scheduler.get();
    }

    /** From now on {@code fire} gets each of its times. */
    synchronized void start(CronSchedule schedule, Consumer<Firing> fire) throws SchedulerException {
        TriggerKey key = schedule.key();
        Instant now = clock.instant();
        Instant former = owed.remove(key);
        Instant since = former == null || former.isBefore(now.minus(SWAP)) ? begin(schedule, now) : former;
        // what passed before is the former route's, whose times may have been others
        recorded.merge(key, since, (one, other) -> one.isAfter(other) ? one : other);
        if (schedule.nextAfter(since).isEmpty()) {
            // checked when the file was: the last of its times has passed since
            return;
        }
        JobDetail job = JobBuilder.newJob(TimesJob.class)
                .withIdentity(new JobKey(key.getName(), key.getGroup()))
                .build();
        RefreshTrigger trigger = new RefreshTrigger(schedule, since, clock);
        trigger.setKey(key);
        trigger.setJobKey(job.getKey());
        BiConsumer<TriggerKey, Instant> fires = this::fire;
        scheduler().getContext().put(TimesJob.FIRES, fires);
        consumers.put(key, fire);
        schedules.put(key, schedule);
        scheduler().scheduleJob(job, trigger);
    }

    /** Now, or right before the first of the missed times that are made up for. */
    private Instant begin(CronSchedule schedule, Instant now) {
        started.put(schedule.key(), now);
        if (!schedule.catchesUp()) {
            return now;
        }
        String name = schedule.key().toString();
        Optional<Instant> last = kept.lastFired(name);
        if (last.isEmpty()) {
            kept.keepFired(name, now);
            return now;
        }
        List<Instant> missed = schedule.missed(last.get(), now);
        if (missed.isEmpty()) {
            return now;
        }
        kept.catchesUp(name, missed, RefreshSchedules.Missed.DOWN);
        return missed.get(0).minusMillis(1);
    }

    synchronized void stop(CronSchedule schedule) throws SchedulerException {
        TriggerKey key = schedule.key();
        Trigger trigger = scheduler().isShutdown() ? null : scheduler().getTrigger(key);
        consumers.remove(key);
        if (trigger == null) {
            return;
        }
        Instant now = clock.instant();
        Instant next = trigger.getNextFireTime() == null
                ? now
                : trigger.getNextFireTime().toInstant();
        // what was due and had not fired yet; the claim keeps it from coming twice where it fires this very moment
        owe(key, next.isAfter(now) ? now.plusMillis(1) : next);
        scheduler().unscheduleJob(key);
    }

    /** When it fires next. */
    Optional<Instant> next(CronSchedule schedule) {
        try {
            Trigger trigger = scheduler().getTrigger(schedule.key());
            return Optional.ofNullable(trigger).map(Trigger::getNextFireTime).map(date -> date.toInstant());
        } catch (SchedulerException e) {
            return Optional.empty();
        }
    }

    /** Fires for {@code time}, once. */
    private void fire(TriggerKey key, Instant time) {
        Consumer<Firing> consumer = claim(key, time);
        if (consumer != null) {
            consumer.accept(new Firing(time, madeUpFor(key, time)));
        }
    }

    private synchronized boolean madeUpFor(TriggerKey key, Instant time) {
        CronSchedule schedule = schedules.get(key);
        Instant begun = started.getOrDefault(key, Instant.MIN);
        return schedule != null
                && schedule.catchesUpWithAll()
                && (time.isBefore(begun) || time.isBefore(clock.instant().minus(LATE)));
    }

    /** Null where the time has been claimed before, or its route has gone since: the one that takes its place is owed it. */
    private synchronized @Nullable Consumer<Firing> claim(TriggerKey key, Instant time) {
        Instant last = claimed.get(key);
        if (last != null && !time.isAfter(last)) {
            return null;
        }
        Consumer<Firing> consumer = consumers.get(key);
        if (consumer == null) {
            owe(key, time);
            return null;
        }
        CronSchedule schedule = schedules.get(key);
        if (schedule != null) {
            recordMissed(schedule);
        }
        claimed.put(key, time);
        return consumer;
    }

    /** What was to be done at {@code time} was asked for: a start from now on does not make up for it. */
    void fired(CronSchedule schedule, Instant time) {
        if (schedule.catchesUp()) {
            kept.keepFired(schedule.key().toString(), time);
        }
    }

    /** Times that passed while the service ran and schedules were paused, on record once, before the first fires for them. */
    private void recordMissed(CronSchedule schedule) {
        TriggerKey key = schedule.key();
        Instant now = clock.instant();
        Instant since = Stream.of(started, claimed, recorded)
                .map(times -> times.get(key))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(now);
        if (schedule.nextAfter(since)
                .filter(due -> due.isBefore(now.minus(LATE)))
                .isPresent()) {
            List<Instant> missed = schedule.missedInPause(since, now);
            kept.catchesUp(key.toString(), missed, RefreshSchedules.Missed.PAUSED);
            recorded.put(key, missed.get(missed.size() - 1));
        }
    }

    /** Its route ended before it could begin with {@code time}. */
    synchronized void unclaim(TriggerKey key, Instant time) {
        claimed.put(key, time.minusMillis(1));
        owe(key, time);
    }

    private void owe(TriggerKey key, Instant time) {
        Instant before = time.minusMillis(1);
        owed.merge(key, before, (one, other) -> one.isBefore(other) ? one : other);
    }
}
