package io.spicerack.camel;

import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.KeptRouteFiles;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.sources.DataSources;
import io.spicerack.routes.RouteCheck;
import io.spicerack.routes.RouteFolder;
import io.spicerack.routes.RouteText;
import io.spicerack.routes.ServedFile;
import io.spicerack.routes.SettledFiles;
import io.spicerack.routes.SystemRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data engineers' files as they are now, and as they run: each look at the folder takes up what was added, edited or deleted
 * since, once two looks in a row have seen it. Digests decide and no times of files, so that nothing is missed however a file
 * came to be what it is. One thread at a time.
 */
final class LiveRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveRoutes.class);

    /** What it needs of the core. */
    record Core(DataSets dataSets, DataSources dataSources, Ingestions ingestions, RefreshSchedules schedules) {}

    private final Core core;
    private final CamelContext context;
    private final Path directory;
    private final Map<String, String> properties;
    private final SystemRoutes system;
    private final LastGoodRoutes lastGood;
    private final RouteDeployment deployment;
    private final SettledFiles<RouteText> settled = new SettledFiles<>();
    private Map<String, RouteText> taken = Map.of();
    private List<String> dataSources = List.of();
    private RouteTerms terms;
    private RouteCheck check;
    private boolean away;

    private LiveRoutes(
            Core core, CamelContext context, Path directory, KeptRouteFiles kept, Map<String, String> properties) {
        this.core = core;
        this.context = context;
        this.directory = directory;
        this.properties = properties;
        this.system = SystemRoutes.read(RouteFolder.system(directory));
        this.lastGood = LastGoodRoutes.read(kept);
        this.terms = RouteTerms.of(core.dataSets(), core.dataSources(), system, properties);
        this.check = terms.check();
        this.deployment = new RouteDeployment(
                directory,
                new FileRoutes(context, RouteTerms.allowance(properties)),
                core.ingestions().routeFiles(),
                lastGood,
                core.dataSets());
    }

    /**
     * Starts all files; one that cannot be started takes down its own data sets and no other.
     *
     * @param properties the settings
     */
    static LiveRoutes start(
            Core core, CamelContext context, Path directory, KeptRouteFiles kept, Map<String, String> properties) {
        LiveRoutes live = new LiveRoutes(core, context, directory, kept, properties);
        if (RouteFolder.there(directory)) {
            Map<String, RouteText> seen = live.seen();
            live.settled.begin(seen);
            live.deploy(seen);
            boolean unused = live.deployment.advance();
        } else {
            live.away();
        }
        core.ingestions().routeFiles().settle();
        live.tellOthers();
        return live;
    }

    /** Looks at the folder, and goes on with what an edit before has begun. */
    void follow() {
        if (RouteFolder.there(directory)) {
            away = false;
            Optional<Map<String, RouteText>> changed = settled.look(seen());
            if (changed.isPresent()) {
                deploy(changed.get());
            } else if (!dataSources.equals(knownDataSources())) {
                // what names one of them may be good now, or is no longer
                deploy(taken);
            }
        } else {
            away();
        }
        if (deployment.advance()) {
            tellOthers();
        }
    }

    private void away() {
        if (!away) {
            away = true;
            LOGGER.atError()
                    .addKeyValue("directory", directory)
                    .log("the folder of route files is away or cannot be read: what runs goes on as it is");
        }
    }

    private Map<String, RouteText> seen() {
        Map<String, RouteText> seen = new TreeMap<>();
        RouteFolder.engineers(directory).forEach(file -> seen.put(file.file(), file.own()));
        return seen;
    }

    private List<String> knownDataSources() {
        return core.dataSources().list().stream()
                .map(source -> source.id().value())
                .sorted()
                .toList();
    }

    private void deploy(Map<String, RouteText> files) {
        List<String> sources = knownDataSources();
        RouteTerms now = RouteTerms.of(core.dataSets(), core.dataSources(), system, properties);
        if (!now.equals(terms)) {
            terms = now;
            check = now.check();
        }
        List<ServedFile> served = ServedFile.choose(check, List.copyOf(files.values()), lastGood.all());
        check.keep(files.values());
        settled.take(files);
        taken = files;
        dataSources = sources;
        deployment.want(served);
    }

    private void tellOthers() {
        core.ingestions().endUndeclared();
        core.schedules().declare(RouteSchedules.of(context));
    }
}
