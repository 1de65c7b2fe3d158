package io.spicerack.camel;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.core.jmx.JobDetailSupport;
import org.quartz.core.jmx.TriggerSupport;
import org.quartz.impl.matchers.GroupMatcher;

/** Thread-safe, as the scheduler is. */
final class SchedulerBean implements SchedulerMBean {
    private static final String NAME = "quartz:type=QuartzScheduler,name=spicerack,instance=NON_CLUSTERED";

    private final Scheduler scheduler;

    private SchedulerBean(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Shows a scheduler in JMX until what is answered is run, the first time; the first of a JVM. */
    static Runnable show(Scheduler scheduler) {
        try {
            ObjectName name = new ObjectName(NAME);
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(new SchedulerBean(scheduler), SchedulerMBean.class), name);
            AtomicBoolean shown = new AtomicBoolean(true);
            return () -> {
                if (shown.getAndSet(false)) {
                    hide(name);
                }
            };
        } catch (InstanceAlreadyExistsException e) {
            return () -> {};
        } catch (JMException e) {
            throw new IllegalStateException("the scheduler cannot be shown in JMX", e);
        }
    }

    private static void hide(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("the scheduler's MBean was gone already", e);
        }
    }

    @Override
    public String getSchedulerName() throws SchedulerException {
        return scheduler.getSchedulerName();
    }

    @Override
    public String getSchedulerInstanceId() throws SchedulerException {
        return scheduler.getSchedulerInstanceId();
    }

    @Override
    public String getVersion() throws SchedulerException {
        return scheduler.getMetaData().getVersion();
    }

    @Override
    public boolean isStarted() throws SchedulerException {
        return scheduler.isStarted();
    }

    @Override
    public boolean isStandbyMode() throws SchedulerException {
        return scheduler.isInStandbyMode();
    }

    @Override
    public boolean isShutdown() throws SchedulerException {
        return scheduler.isShutdown();
    }

    @Override
    public String getJobStoreClassName() throws SchedulerException {
        return scheduler.getMetaData().getJobStoreClass().getName();
    }

    @Override
    public String getThreadPoolClassName() throws SchedulerException {
        return scheduler.getMetaData().getThreadPoolClass().getName();
    }

    @Override
    public int getThreadPoolSize() throws SchedulerException {
        return scheduler.getMetaData().getThreadPoolSize();
    }

    @Override
    public int getJobsExecuted() throws SchedulerException {
        return scheduler.getMetaData().getNumberOfJobsExecuted();
    }

    @Override
    public List<CompositeData> getAllTriggers() throws SchedulerException {
        List<Trigger> all = new ArrayList<>();
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyGroup())) {
            Trigger trigger = scheduler.getTrigger(key);
            // it may have ended since
            if (trigger != null) {
                all.add(trigger);
            }
        }
        return List.copyOf(TriggerSupport.toCompositeList(all));
    }

    @Override
    public TabularData getAllJobDetails() throws SchedulerException {
        List<JobDetail> all = new ArrayList<>();
        for (JobKey key : scheduler.getJobKeys(GroupMatcher.anyGroup())) {
            JobDetail job = scheduler.getJobDetail(key);
            if (job != null) {
                all.add(job);
            }
        }
        return JobDetailSupport.toTabularData(all.toArray(JobDetail[]::new));
    }

    @Override
    public String getTriggerState(String name, String group) throws SchedulerException {
        return scheduler.getTriggerState(new TriggerKey(name, group)).name();
    }
}
