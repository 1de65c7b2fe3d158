package io.spicerack.ops;

import io.spicerack.catalog.database.CatalogAwayException;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.model.DataSetId;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MXBeans of domain {@code io.spicerack} in the platform's MBean server. A data set gets its bean within seconds of
 * being declared. One set per JVM at a time. Thread-safe.
 */
public final class OpsBeans implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpsBeans.class);
    private static final int LOOK_EVERY_SECONDS = 3;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Spice spice;
    private final Clock clock;
    private final IngestionTally tally;
    private final AlertsBean alerts;
    private final List<ObjectName> registered = new ArrayList<>();
    private final Set<DataSetId> known = new HashSet<>();
    private final Map<Class<?>, MBeanInfo> infos = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(OpsBeans::daemon);

    private OpsBeans(Spice spice, Clock clock) {
        this.spice = spice;
        this.clock = clock;
        this.alerts = new AlertsBean(clock);
        this.tally = new IngestionTally(spice.dataSets(), spice.ingestions(), alerts::ended);
    }

    /**
     * Registers the beans, and those of data sets as they are declared. The caller closes it before the core.
     *
     * @param slowClient takes part in drills
     * @param levels of the log
     */
    public static OpsBeans register(Spice spice, Clock clock, Dawdler slowClient, LogLevels levels) {
        OpsBeans beans = new OpsBeans(spice, clock);
        try {
            beans.register(
                    "type=Ingestions", new IngestionsBean(spice.ingestions(), beans.tally), IngestionsMXBean.class);
            beans.register(
                    "type=Keys",
                    new KeysBean(
                            spice.keyRegistrations(),
                            spice.keyReport(),
                            spice.keyWatch(),
                            spice.lockdown(),
                            spice.drill(),
                            slowClient,
                            spice.callers()),
                    KeysMXBean.class);
            beans.register("type=Sources", new SourcesBean(spice.dataSources()), SourcesMXBean.class);
            beans.register("type=Alerts", beans.alerts.described());
            beans.register("type=Audit", new AuditBean(spice.audit()), AuditMXBean.class);
            beans.register("type=Logs", new LogsBean(levels, spice.callers()), LogsMXBean.class);
            beans.look();
        } catch (RuntimeException e) {
            beans.close();
            throw e;
        }
        Future<?> unused = beans.looks.scheduleWithFixedDelay(
                beans::lookAgain, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        return beans;
    }

    /** Gives each new data set its bean, counts the ingestions that ended, and tells who has subscribed what is new. */
    synchronized void look() {
        if (looks.isShutdown()) {
            return;
        }
        tally.look();
        List<DataSetView> all = spice.dataSets().views();
        alerts.look(all, spice.keyWatch());
        for (DataSetView view : all) {
            DataSetId id = view.dataSet().id();
            if (known.add(id)) {
                register(
                        "type=DataSet,name=" + id,
                        new DataSetBean(
                                id, spice.dataSets(), spice.schedules(), spice.ingestions(), spice.callers(), clock),
                        DataSetMXBean.class);
            }
        }
    }

    private void lookAgain() {
        try {
            look();
        } catch (CatalogAwayException e) {
            // it was told that it is away
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("the beans of new data sets could not be registered; trying again");
        }
    }

    private <T> void register(String key, T bean, Class<T> type) {
        register(key, new DescribedBean<>(bean, type, infos));
    }

    private synchronized void register(String key, DynamicMBean bean) {
        try {
            ObjectName name = new ObjectName("io.spicerack:" + key);
            server.registerMBean(bean, name);
            registered.add(name);
        } catch (JMException e) {
            throw new IllegalStateException(
                    "the MXBean io.spicerack:" + key + " cannot be registered; one JVM runs one Spicerack", e);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        synchronized (this) {
            for (ObjectName name : registered) {
                try {
                    server.unregisterMBean(name);
                } catch (JMException e) {
                    LOGGER.atDebug().addKeyValue("bean", name).log("an MXBean was gone already");
                }
            }
            registered.clear();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ops-beans");
        thread.setDaemon(true);
        return thread;
    }
}
