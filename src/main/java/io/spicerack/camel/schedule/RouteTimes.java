package io.spicerack.camel.schedule;

import io.spicerack.core.queue.RefreshSchedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Older ones are not looked for. */
    private static final Duration LOOK_BACK = Duration.ofDays(2);

    private final Clock clock;
    private final Map<TriggerKey, Consumer<Instant>> consumers = new HashMap<>();
    private final Map<TriggerKey, Instant> claimed = new HashMap<>();
    private final Map<TriggerKey, Instant> owed = new HashMap<>();

    private final Set<TriggerKey> catchUp = new HashSet<>();
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
    synchronized void start(CronSchedule schedule, Consumer<Instant> fire) throws SchedulerException {
        TriggerKey key = schedule.key();
        Instant now = clock.instant();
        Instant former = owed.remove(key);
        Instant since = former == null || former.isBefore(now.minus(SWAP)) ? begin(schedule, now) : former;
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
        if (schedule.catchesUp()) {
            catchUp.add(key);
        } else {
            catchUp.remove(key);
        }
        scheduler().scheduleJob(job, trigger);
    }

    /** Now, or right before the newest of the times that were missed. */
    private Instant begin(CronSchedule schedule, Instant now) {
        if (!schedule.catchesUp()) {
            return now;
        }
        String name = schedule.key().toString();
        Optional<Instant> last = kept.lastFired(name);
        if (last.isEmpty()) {
            kept.keepFired(name, now);
            return now;
        }
        Instant from = last.get().isBefore(now.minus(LOOK_BACK)) ? now.minus(LOOK_BACK) : last.get();
        Instant newest = now;
        for (Optional<Instant> missed = schedule.nextAfter(from);
                missed.isPresent() && missed.get().isBefore(now);
                missed = schedule.nextAfter(missed.get())) {
            newest = missed.get().minusMillis(1);
        }
        return newest;
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
        if (catchUp.contains(key)) {
            kept.keepFired(key.toString(), time);
        }
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
