package io.spicerack.camel;

import io.spicerack.routes.Allowance;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.RouteEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops routes of the data engineers' files, those of a file together: where one cannot be started, none is left. One
 * thread at a time.
 */
final class FileRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileRoutes.class);

    /** Camel compares the ids of each route with those of all that it is given with it. */
    private static final int AT_A_TIME = 40;

    private final CamelContext context;
    private final ModelWall wall;
    /** Ids of the routes that were begun together. */
    private final Set<String> together = new HashSet<>();

    FileRoutes(CamelContext context, Allowance allowance) {
        this.context = context;
        this.wall = new ModelWall(allowance);
    }

    /**
     * Starts those of many files, some of them at a time: each call costs Camel the more, the more routes there are, and the more
     * it is given. What does not come up is left to {@link #start}, which says why.
     */
    void startTogether(Collection<DeclaredRoute> routes) {
        List<RouteDefinition> definitions = new ArrayList<>();
        for (DeclaredRoute route : inOrder(routes)) {
            try {
                RouteDefinition definition = RouteModels.of(route);
                wall.check(definition);
                refuseTaken(route);
                if (together.add(route.id())) {
                    definitions.add(definition);
                }
            } catch (IllegalStateException e) {
                LOGGER.atDebug().addKeyValue("route", route.id()).log("a route is not started with the others");
            }
        }
        for (int from = 0; from < definitions.size(); from += AT_A_TIME) {
            try {
                add(definitions.subList(from, Math.min(definitions.size(), from + AT_A_TIME)));
            } catch (Exception e) {
                LOGGER.atDebug().setCause(e).log("not all routes have come up together");
            }
        }
    }

    /** From now on each file is for itself again. */
    void apart() {
        together.clear();
    }

    /** Why they could not be started; empty where they run. */
    String start(String file, Collection<DeclaredRoute> routes) {
        if (routes.stream().allMatch(this::isUp)) {
            return "";
        }
        routes.stream().filter(route -> together.remove(route.id())).forEach(this::stop);
        List<RouteDefinition> definitions = new ArrayList<>();
        try {
            for (DeclaredRoute route : inOrder(routes)) {
                RouteDefinition definition = RouteModels.of(route);
                wall.check(definition);
                refuseTaken(route);
                definitions.add(definition);
            }
        } catch (IllegalStateException e) {
            return file + ": " + e.getMessage();
        }
        try {
            add(definitions);
            return "";
        } catch (Exception e) {
            routes.forEach(this::stop);
            return file + ": " + Reasons.of(e);
        }
    }

    private boolean isUp(DeclaredRoute route) {
        return together.contains(route.id())
                && context.getRoute(route.id()) != null
                && context.getRouteController().getRouteStatus(route.id()).isStarted();
    }

    private void add(List<RouteDefinition> definitions) throws Exception {
        context.addRoutes(new RouteBuilder(context) {
            @Override
            public void configure() {
                definitions.forEach(getRouteCollection()::route);
            }
        });
    }

    /** Has them take nothing new; whether nothing of them is in flight. */
    boolean rest(Collection<DeclaredRoute> routes) {
        routes.forEach(route -> refreshes(route).ifPresent(IngestionsConsumer::hold));
        return routes.stream()
                .allMatch(
                        route -> refreshes(route).map(IngestionsConsumer::idle).orElse(true)
                                && context.getInflightRepository().size(route.id()) == 0);
    }

    /** Has them go on. */
    void resume(Collection<DeclaredRoute> routes) {
        routes.forEach(route -> refreshes(route).ifPresent(IngestionsConsumer::release));
    }

    private Optional<IngestionsConsumer> refreshes(DeclaredRoute route) {
        Route running = context.getRoute(route.id());
        return running != null && running.getConsumer() instanceof IngestionsConsumer consumer
                ? Optional.of(consumer)
                : Optional.empty();
    }

    /** The data sets first: a schedule that fires at once finds them declared. */
    private static List<DeclaredRoute> inOrder(Collection<DeclaredRoute> routes) {
        return routes.stream()
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

    /** Takes it away; what is in flight is waited for as at a shut-down. */
    void stop(DeclaredRoute route) {
        RouteEndpoint from = route.from();
        try {
            if (context.getRoute(route.id()) != null) {
                context.getRouteController().stopRoute(route.id());
                context.removeRoute(route.id());
            }
            if (from.scheme().equals("quartz")) {
                context.removeEndpoints(RouteModels.start(from));
            }
        } catch (Exception e) {
            LOGGER.atError().addKeyValue("route", route.id()).setCause(e).log("a route could not be taken away");
        }
    }
}
