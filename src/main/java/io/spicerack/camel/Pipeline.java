package io.spicerack.camel;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.core.Spice;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.DefaultRegistry;
import org.quartz.SchedulerException;

/**
 * The Camel side of a running service: the routes of a directory over the core. Closing it drains: refreshes in flight are
 * waited for within the configured time. Not thread-safe: its owner starts and closes it.
 */
public final class Pipeline implements AutoCloseable {
    /**
     * What the routes stand on.
     *
     * @param routes the directory of {@code *.camel.yaml} files
     * @param properties for the placeholders of routes, and Camel's own settings
     * @param beans by registry name, such as the clients of AWS that Camel's components share
     * @param drain how long closing waits for refreshes in flight
     */
    public record Config(Path routes, Map<String, String> properties, Map<String, Object> beans, Duration drain) {}

    private final Main main;

    private Pipeline(Main main) {
        this.main = main;
    }

    /** Loads and starts all routes; any that cannot be started stops the start, with the reason. */
    public static Pipeline start(Spice spice, CamelCredentials credentials, Config config) {
        Main main = new Main();
        // who starts the pipeline ends it: a hook of Camel's own would close it from beside
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addInitialProperty("camel.main.name", "spicerack");
        main.addInitialProperty("camel.main.routesIncludePattern", "file:" + config.routes() + "/*.camel.yaml");
        main.addInitialProperty(
                "camel.main.shutdownTimeout",
                String.valueOf(Math.max(1, config.drain().toSeconds())));
        main.addInitialProperty("camel.main.shutdownSuppressLoggingOnTimeout", "true");
        main.addInitialProperty("camel.component.quartz.interruptJobsOnShutdown", "true");
        // its operations run any class as a job
        main.addInitialProperty("camel.component.quartz.enableJmx", "false");
        config.properties().forEach(main::addInitialProperty);
        main.bind("keyWatch", new KeyWatchBean(spice.keyWatch(), spice.keyLock()));
        main.bind("keyReport", new KeyReportBean(spice.keyReport()));
        main.bind(
                "auditBucket",
                new AuditBucket(new LogBucket(
                        Path.of(config.properties().getOrDefault("spicerack.audit.directory", "audit")))));
        config.beans().forEach(main::bind);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                CamelContext context = support.getCamelContext();
                ((DefaultRegistry) context.getRegistry()).addBeanRepository(new JdbcDataSources(spice.dataSources()));
                context.addComponent("spice", new SpiceComponent(spice, credentials));
                ReservedEndpoints.refuseIn(context);
                context.getCamelContextExtension().setManagementMBeanAssembler(new ManagedBeans(context));
                credentials.attach(context);
            }
        });
        try {
            main.start();
            CamelContext context = main.getCamelContext();
            spice.schedules().declare(RouteSchedules.of(context));
            QuartzComponent quartz = context.getComponent("quartz", QuartzComponent.class);
            new QuartzSchedules(quartz.getScheduler(), spice.schedules(), Clock.systemUTC()).start();
        } catch (Exception e) {
            main.stop();
            throw new PipelineException("the routes in " + config.routes() + " cannot be started: " + reason(e), e);
        }
        return new Pipeline(main);
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

    private static String reason(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable link = failure; link != null; link = link.getCause()) {
            String message = link.getMessage();
            if (message != null && words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : "; ").append(message);
            }
            if (link.getCause() == link) {
                break;
            }
        }
        return words.toString();
    }

    @Override
    public void close() {
        main.stop();
    }
}
