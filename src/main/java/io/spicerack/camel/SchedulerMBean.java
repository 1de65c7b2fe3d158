package io.spicerack.camel;

import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.quartz.SchedulerException;

/**
 * The scheduler to look at, {@code quartz:type=QuartzScheduler}, by the names that Quartz gives its own MBean: that one runs any
 * class as a job, and is not exported.
 */
public interface SchedulerMBean {
    String getSchedulerName() throws SchedulerException;

    String getSchedulerInstanceId() throws SchedulerException;

    String getVersion() throws SchedulerException;

    boolean isStarted() throws SchedulerException;

    boolean isStandbyMode() throws SchedulerException;

    boolean isShutdown() throws SchedulerException;

    String getJobStoreClassName() throws SchedulerException;

    String getThreadPoolClassName() throws SchedulerException;

    int getThreadPoolSize() throws SchedulerException;

    /** Jobs that were run since the start. */
    int getJobsExecuted() throws SchedulerException;

    /** When each trigger fired last and fires next. */
    List<CompositeData> getAllTriggers() throws SchedulerException;

    /** The job of each, with the data set and the schedule that it is for. */
    TabularData getAllJobDetails() throws SchedulerException;

    /** In Quartz's words: NORMAL, PAUSED, COMPLETE, ERROR, BLOCKED or NONE. */
    String getTriggerState(String name, String group) throws SchedulerException;
}
