package io.spicerack.camel;

import io.spicerack.model.RefreshSchedule;
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
 * A Quartz trigger with the times of a refresh schedule. Quartz's own cron trigger does without the day on which its time
 * falls into the gap of a clock change, and without an hour of quarters where the clocks go back. Times that were missed
 * count as one. In memory only: the catalog is what lasts. Quartz guards it.
 */
final class RefreshTrigger extends AbstractTrigger<RefreshTrigger> {
    private static final long serialVersionUID = 1L;

    private final transient RefreshSchedule schedule;
    private final transient Clock clock;
    private Date startTime;
    private @Nullable Date nextFireTime;
    private @Nullable Date previousFireTime;

    /** {@code since} is the first moment after which a time of the schedule counts. */
    RefreshTrigger(RefreshSchedule schedule, Instant since, Clock clock) {
        this.schedule = schedule;
        this.clock = clock;
        this.startTime = Date.from(since);
    }

    RefreshSchedule schedule() {
        return schedule;
    }

    @Override
    public Date computeFirstFireTime(@Nullable Calendar unused) {
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
    public Date getFireTimeAfter(@Nullable Date after) {
        Instant since = after == null ? clock.instant() : after.toInstant();
        return Date.from(schedule.nextAfter(since));
    }

    @Override
    public void updateAfterMisfire(@Nullable Calendar unused) {
        nextFireTime = Date.from(clock.instant());
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
        return true;
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
                return new RefreshTrigger(schedule, since, clock);
            }
        };
    }
}
