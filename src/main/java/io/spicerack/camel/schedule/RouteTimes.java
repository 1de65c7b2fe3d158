package io.spicerack.camel.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private final Clock clock;
    private final Map<TriggerKey, Consumer<Instant>> consumers = new HashMap<>();
    private final Map<TriggerKey, Instant> claimed = new HashMap<>();
    private final Map<TriggerKey, Instant> owed = new HashMap<>();

    private final Supplier<Scheduler> scheduler;

    RouteTimes(Clock clock, Supplier<Scheduler> scheduler) {
        this.clock = clock;
        this.scheduler = scheduler;
    }

    private Scheduler scheduler() {
        return scheduler.get();
    }

    /** From now on {@code fire} gets each of its times. */
    synchronized void start(CronSchedule schedule, Consumer<Instant> fire) throws SchedulerException {
        TriggerKey key = schedule.key();
        Instant now = clock.instant();
        Instant former = owed.remove(key);
        Instant since = former == null || former.isBefore(now.minus(SWAP)) ? now : former;
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
        scheduler().scheduleJob(job, trigger);
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
        Consumer<Instant> consumer = claim(key, time);
        if (consumer != null) {
            consumer.accept(time);
        }
    }

    /** Null where the time has been claimed before, or its route has gone since: the one that takes its place is owed it. */
    private synchronized @Nullable Consumer<Instant> claim(TriggerKey key, Instant time) {
        Instant last = claimed.get(key);
        if (last != null && !time.isAfter(last)) {
            return null;
        }
        Consumer<Instant> consumer = consumers.get(key);
        if (consumer == null) {
            owe(key, time);
            return null;
        }
        claimed.put(key, time);
        return consumer;
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
