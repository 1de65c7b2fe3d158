package io.spicerack.camel;

import io.spicerack.core.queue.RouteFiles;
import io.spicerack.model.DataSetId;
import io.spicerack.routes.Allowance;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.RouteEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the routes of the data engineers' files, each file for itself: one that cannot be started leaves nothing of
 * itself behind, and takes no other with it. One thread at a time.
 */
final class FileRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileRoutes.class);

    private final CamelContext context;
    private final RouteFiles files;
    private final ModelWall wall;

    FileRoutes(CamelContext context, RouteFiles files, Allowance allowance) {
        this.context = context;
        this.files = files;
        this.wall = new ModelWall(allowance);
    }

    /** Starts the file's routes, or says in the log and to {@link RouteFiles} why it is refused; whether they run. */
    boolean start(CheckedFile file) {
        String why = file.good() ? started(file) : file.why();
        List<DataSetId> dataSets = dataSets(file);
        if (why.isEmpty()) {
            files.live(file.file(), dataSets);
            return true;
        }
        LOGGER.atError()
                .addKeyValue("file", file.file())
                .addKeyValue("dataSets", dataSets)
                .addKeyValue("reason", why)
                .log(
                        "a route file is refused: its data sets are not refreshed, and their versions serve on; mend it, and try"
                                + " it with spicerack routes check");
        files.refused(file.file(), dataSets, why);
        return false;
    }

    /** Takes the file's routes away; a refresh in flight is waited for as at a shut-down. */
    void stop(CheckedFile file) {
        file.routes().forEach(route -> remove(route.id(), route.from()));
        dataSets(file).forEach(files::withdraw);
    }

    private static List<DataSetId> dataSets(CheckedFile file) {
        return file.dataSets().stream().map(DataSetId::new).toList();
    }

    /** Why they could not be started; empty where they run. */
    private String started(CheckedFile file) {
        List<RouteDefinition> definitions = new ArrayList<>();
        try {
            for (DeclaredRoute route : inOrder(file)) {
                RouteDefinition definition = RouteModels.of(route);
                wall.check(definition);
                refuseTaken(route);
                definitions.add(definition);
            }
        } catch (IllegalStateException e) {
            return file.file() + ": " + e.getMessage();
        }
        try {
            context.addRoutes(new RouteBuilder(context) {
                @Override
                public void configure() {
                    definitions.forEach(getRouteCollection()::route);
                }
            });
            return "";
        } catch (Exception e) {
            stop(file);
            return file.file() + ": " + Reasons.of(e);
        }
    }

    /** The data sets first: a schedule that fires at once finds them declared. */
    private static List<DeclaredRoute> inOrder(CheckedFile file) {
        return file.routes().stream()
                .sorted(Comparator.comparing(route -> route.dataSet().isEmpty()))
                .toList();
    }

    /** Camel would put the new route in the place of the one that there is. */
    private void refuseTaken(DeclaredRoute route) {
        Route other = context.getRoute(route.id());
        if (other != null) {
            throw new IllegalStateException(
                    "route '" + route.id() + "' runs already, from " + DeclaredIn.file(other) + "; choose another id");
        }
    }

    private void remove(String route, RouteEndpoint from) {
        try {
            if (context.getRoute(route) != null) {
                context.getRouteController().stopRoute(route);
                context.removeRoute(route);
            }
            if (from.scheme().equals("quartz")) {
                // with it goes its trigger
                context.removeEndpoints(from.uri());
            }
        } catch (Exception e) {
            LOGGER.atError().addKeyValue("route", route).setCause(e).log("a route could not be taken away");
        }
    }
}
