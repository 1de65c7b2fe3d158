package io.spicerack.camel.schedule;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/** Has the schedule of a route fire. Quartz makes one for each time, and runs none of a schedule beside another. */
@DisallowConcurrentExecution
public final class TimesJob implements Job {
    /** Where the scheduler keeps who is told, by trigger and time. */
    static final String FIRES = "spicerack.times";

    public TimesJob() {}

    @Override
    @SuppressWarnings("unchecked") // nobody else puts anything there
    public void execute(JobExecutionContext context) throws JobExecutionException {
        try {
            if (context.getScheduler().getContext().get(FIRES) instanceof BiConsumer<?, ?> fires) {
                ((BiConsumer<TriggerKey, Instant>) fires)
                        .accept(
                                context.getTrigger().getKey(),
                                context.getScheduledFireTime().toInstant());
            }
        } catch (SchedulerException e) {
            throw new JobExecutionException("a schedule could not be found", e);
        }
    }
}
