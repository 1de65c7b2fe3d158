package io.spicerack.camel;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.camel.schedule.QuartzSchedules;
import io.spicerack.camel.schedule.TimesComponent;
import io.spicerack.camel.sink.AuditBucket;
import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.queue.KeptRouteFiles;
import io.spicerack.routes.RouteFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.DefaultRegistry;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Camel side of a running service: the routes of a directory over the core. Closing it drains: refreshes in flight are
 * waited for within the configured time. Not thread-safe: its owner starts and closes it.
 */
public final class Pipeline implements AutoCloseable {
    /**
     * What the routes stand on.
     *
     * @param routes the directory of the data engineers' files, with that of the operator's in it
     * @param kept the directory of their last good versions, which the service alone writes
     * @param properties for the placeholders of routes, and Camel's own settings
     * @param beans by registry name, such as the clients of AWS that Camel's components share
     * @param drain how long closing waits for refreshes in flight
     */
    public record Config(
            Path routes, Path kept, Map<String, String> properties, Map<String, Object> beans, Duration drain) {}

    private static final Logger LOGGER = LoggerFactory.getLogger(Pipeline.class);
    private static final String SCHEDULES_START = "camel.component.quartz.autoStartScheduler";

    private final Main main;
    private final LiveRoutes live;
    private final Runnable hide;

    private Pipeline(Main main, LiveRoutes live, Runnable hide) {
        this.main = main;
        this.live = live;
        this.hide = hide;
    }

    /**
     * Starts all routes. One of the operator's that cannot be started stops the start, with the reason; a data engineers' file
     * that is refused takes down its own data sets and no other.
     */
    public static Pipeline start(Spice spice, CamelCredentials credentials, Config config) {
        Main main = new Main();
        // who starts the pipeline ends it: a hook of Camel's own would close it from beside
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("camel.main.name", "spicerack");
        main.addInitialProperty("camel.main.routesIncludePattern", operatorsFiles(config.routes()));
        main.addInitialProperty(
                "camel.main.shutdownTimeout",
                String.valueOf(Math.max(1, config.drain().toSeconds())));
        main.addInitialProperty("camel.main.shutdownSuppressLoggingOnTimeout", "true");
        main.addInitialProperty("camel.component.quartz.interruptJobsOnShutdown", "true");
        // its operations run any class as a job
        main.addInitialProperty("camel.component.quartz.enableJmx", "false");
        // what a webhook leaves open would else be waited for without end
        for (String timeout : List.of("connectTimeout", "soTimeout", "responseTimeout")) {
            main.addInitialProperty("camel.component.https." + timeout, "10000");
        }
        config.properties().forEach(main::addInitialProperty);
        // nothing fires before all files have been read
        main.addInitialProperty(SCHEDULES_START, "false");
        main.bind("keyWatch", new KeyWatchBean(spice.keyWatch(), spice.keyLock()));
        main.bind("keyReport", new KeyReportBean(spice.keyReport()));
        main.bind(
                "auditBucket",
                new AuditBucket(new LogBucket(
                        Path.of(config.properties().getOrDefault("spicerack.audit.directory", "audit")))));
        config.beans().forEach(main::bind);
        onRecord(spice, config);
        SpiceComponent component = new SpiceComponent(spice, credentials);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                ((DefaultRegistry) context.getRegistry())
                        .addBeanRepository(new JdbcDataSources(spice.dataSources(), component.threads()));
                context.addComponent("spice", component);
                context.addComponent(TimesComponent.SCHEME, new TimesComponent(Clock.systemUTC(), spice.schedules()));
                ReservedEndpoints.refuseIn(context);
                ManagedBeans.showIn(context);
                credentials.attach(context);
            }
        });
        try {
            main.start();
            CamelContext context = main.getCamelContext();
            LiveRoutes live = LiveRoutes.start(
                    new LiveRoutes.Core(spice.dataSets(), spice.dataSources(), spice.ingestions(), spice.schedules()),
                    context,
                    config.routes(),
                    new KeptRouteFiles(config.kept(), spice.seals()),
                    config.properties());
            component
                    .ingestTargets()
                    .look(spice.dataSets().all().stream().map(DataSetRecord::id).collect(Collectors.toSet()));
            QuartzComponent quartz = context.getComponent("quartz", QuartzComponent.class);
            new QuartzSchedules(quartz.getScheduler(), spice.schedules(), Clock.systemUTC()).start();
            if (Boolean.parseBoolean(config.properties().getOrDefault(SCHEDULES_START, "true"))) {
                quartz.getScheduler().start();
            }
            return new Pipeline(main, live, SchedulerBean.show(quartz.getScheduler()));
        } catch (Exception e) {
            main.stop();
            throw new PipelineException("the routes in " + config.routes() + " cannot be started: " + Reasons.of(e), e);
        }
    }

    /**
     * Looks at the data engineers' files, and takes up what two looks in a row have seen changed. Call it again and again, on one
     * thread, and not while the pipeline is closed.
     */
    public void follow() {
        live.follow();
    }

    /** Lets the schedules fire; they do from the start, unless {@code camel.component.quartz.autoStartScheduler} is false. */
    public void resumeSchedules() {
        try {
            quartz().getScheduler().start();
        } catch (SchedulerException e) {
            throw new PipelineException("the schedules cannot be started: " + e.getMessage(), e);
        }
    }

    /** Keeps the schedules from firing; what they have queued goes on. */
    public void pauseSchedules() {
        try {
            quartz().getScheduler().standby();
        } catch (SchedulerException e) {
            throw new PipelineException("the schedules cannot be paused: " + e.getMessage(), e);
        }
    }

    private QuartzComponent quartz() {
        return main.getCamelContext().getComponent("quartz", QuartzComponent.class);
    }

    /** Camel reads these itself, and takes any step that it knows. */
    private static String operatorsFiles(Path routes) {
        for (Path file : RouteFolder.systemFiles(routes)) {
            if (!file.toString().endsWith(".camel.yaml")) {
                throw new PipelineException(
                        file + " would not be loaded: the name of a file in routes/system/ ends in" + " .camel.yaml",
                        null);
            }
        }
        return "file:" + routes.resolve(RouteFolder.SYSTEM) + "/*.camel.yaml";
    }

    /** The digests of the operator's files, and what is allowed to the data engineers', before any of it runs. */
    private static void onRecord(Spice spice, Config config) {
        Map<String, String> digests = new TreeMap<>();
        RouteFolder.system(config.routes()).forEach(file -> digests.put(file.file(), file.sha256()));
        List<String> more = RouteTerms.allowance(config.properties()).added();
        spice.ingestions().routeFiles().system(digests, more);
        more.forEach(each -> LOGGER.atWarn()
                .addKeyValue("allowed", each)
                .log("the operator allows the files of routes/ more than the steps of a data set"));
    }

    @Override
    public void close() {
        hide.run();
        main.stop();
    }
}
