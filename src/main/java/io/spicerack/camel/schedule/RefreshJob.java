package io.spicerack.camel.schedule;

import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.model.DataSetId;
import io.spicerack.model.ScheduleId;
import java.time.Instant;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/**
 * Asks for the refresh of one time of a schedule, and ends the schedule where the catalog no longer holds it. Quartz makes
 * one for each time.
 */
public final class RefreshJob implements Job {
    /** Where the scheduler keeps the core's {@link RefreshSchedules}. */
    static final String SCHEDULES = "spicerack.schedules";

    static final String DATA_SET = "dataSet";
    static final String SCHEDULE = "schedule";

    public RefreshJob() {}

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        JobDataMap job = context.getJobDetail().getJobDataMap();
        DataSetId dataSet = new DataSetId(job.getString(DATA_SET));
        ScheduleId schedule = new ScheduleId(job.getString(SCHEDULE));
        Instant time = context.getScheduledFireTime().toInstant();
        try {
            Object schedules = context.getScheduler().getContext().get(SCHEDULES);
            if (schedules instanceof RefreshSchedules known && !known.fire(dataSet, schedule, time)) {
                context.getScheduler().deleteJob(context.getJobDetail().getKey());
            }
        } catch (SchedulerException | RuntimeException e) {
            throw new JobExecutionException(
                    "schedule '" + schedule + "' of data set '" + dataSet
                            + "' could not ask for the refresh of " + time + "; it goes on with its next time: "
                            + e.getMessage(),
                    e);
        }
    }
}
