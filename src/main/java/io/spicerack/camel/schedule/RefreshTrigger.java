package io.spicerack.camel.schedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.ScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.impl.triggers.AbstractTrigger;
import org.quartz.spi.MutableTrigger;

/**
 * A Quartz trigger with times of our own. Quartz's own cron trigger does without the day on which its time
 * falls into the gap of a clock change, and without an hour of quarters where the clocks go back. Times that were missed
 * count as one, unless these times say otherwise. In memory only: the catalog is what lasts. Quartz guards it.
 */
final class RefreshTrigger extends AbstractTrigger<RefreshTrigger> {
    private static final long serialVersionUID = 1L;

    private final transient FireTimes times;
    private final transient Clock clock;
    private Date startTime;
    private @Nullable Date nextFireTime;
    private @Nullable Date previousFireTime;

    /** {@code since} is the first moment after which a time counts. */
    RefreshTrigger(FireTimes times, Instant since, Clock clock) {
        this.times = times;
        this.clock = clock;
        this.startTime = Date.from(since);
    }

    FireTimes times() {
        return times;
    }

    @Override
    public @Nullable Date computeFirstFireTime(@Nullable Calendar unused) {
        Date first = getFireTimeAfter(startTime);
        nextFireTime = first;
        return first;
    }

    @Override
    public void triggered(@Nullable Calendar unused) {
        previousFireTime = nextFireTime;
        nextFireTime = getFireTimeAfter(nextFireTime);
    }

    @Override
    public @Nullable Date getFireTimeAfter(@Nullable Date after) {
        Instant since = after == null ? clock.instant() : after.toInstant();
        return times.nextAfter(since).map(Date::from).orElse(null);
    }

    @Override
    public void updateAfterMisfire(@Nullable Calendar unused) {
        Instant now = clock.instant();
        nextFireTime = Date.from(nextFireTime == null ? now : times.afterMisfire(nextFireTime.toInstant(), now));
    }

    @Override
    public void updateWithNewCalendar(Calendar unused, long misfireThreshold) {
        // Quartz's calendars of holidays are not used
    }

    @Override
    protected boolean validateMisfireInstruction(int instruction) {
        return instruction == Trigger.MISFIRE_INSTRUCTION_SMART_POLICY;
    }

    @Override
    public boolean mayFireAgain() {
        return nextFireTime != null;
    }

    @Override
    public Date getStartTime() {
        return startTime;
    }

    @Override
    public void setStartTime(Date startTime) {
        this.startTime = startTime;
    }

    @Override
    public @Nullable Date getEndTime() {
        return null;
    }

    @Override
    public void setEndTime(@Nullable Date endTime) {
        if (endTime != null) {
            throw new IllegalArgumentException("a refresh schedule has no end");
        }
    }

    @Override
    public @Nullable Date getNextFireTime() {
        return nextFireTime;
    }

    @Override
    public void setNextFireTime(@Nullable Date nextFireTime) {
        this.nextFireTime = nextFireTime;
    }

    @Override
    public @Nullable Date getPreviousFireTime() {
        return previousFireTime;
    }

    @Override
    public void setPreviousFireTime(@Nullable Date previousFireTime) {
        this.previousFireTime = previousFireTime;
    }

    @Override
    public @Nullable Date getFinalFireTime() {
        return null;
    }

    @Override
    public ScheduleBuilder<RefreshTrigger> getScheduleBuilder() {
        Instant since = startTime.toInstant();
        return new ScheduleBuilder<>() {
            @Override
            public MutableTrigger build() {
                return new RefreshTrigger(times, since, clock);
            }
        };
    }
}
