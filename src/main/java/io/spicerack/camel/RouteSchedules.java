package io.spicerack.camel;

import io.spicerack.camel.schedule.TimesEndpoint;
import io.spicerack.core.queue.RouteSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** The schedules that routes have: those that start from times and ask for ingestions. */
final class RouteSchedules {
    private RouteSchedules() {}

    static List<RouteSchedule> of(CamelContext context) {
        List<RouteSchedule> found = new ArrayList<>();
        Map<String, RouteDefinition> definitions = new HashMap<>();
        ((ModelCamelContext) context).getRouteDefinitions().forEach(each -> definitions.put(each.getRouteId(), each));
        for (Route route : context.getRoutes()) {
            Supplier<Optional<Instant>> next = next(route.getEndpoint());
            if (next != null) {
                // the route itself has let go of its definition by now
                RouteDefinition definition = Objects.requireNonNull(definitions.get(route.getRouteId()));
                for (ToDefinition to :
                        ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class)) {
                    ingest(context, to)
                            .ifPresent(ingest -> found.add(new RouteSchedule(
                                    ingest.dataSetId(), route.getRouteId(), DeclaredIn.file(route), next)));
                }
            }
        }
        return found;
    }

    /** Null where it is no schedule that the route starts from. */
    private static @Nullable Supplier<Optional<Instant>> next(Endpoint start) {
        if (start instanceof TimesEndpoint times) {
            return times::next;
        }
        return start instanceof QuartzEndpoint quartz ? () -> next(quartz) : null;
    }

    private static Optional<SpiceEndpoint> ingest(CamelContext context, ToDefinition to) {
        String uri = context.resolvePropertyPlaceholders(to.getEndpointUri());
        Endpoint endpoint = uri.startsWith("spice:ingest") ? context.getEndpoint(uri) : null;
        return endpoint instanceof SpiceEndpoint spice && spice.getVerb() == Verb.ingest
                ? Optional.of(spice)
                : Optional.empty();
    }

    private static Optional<Instant> next(QuartzEndpoint quartz) {
        Scheduler scheduler = quartz.getComponent().getScheduler();
        try {
            Trigger trigger = scheduler.getTrigger(quartz.getTriggerKey());
            return Optional.ofNullable(trigger).map(Trigger::getNextFireTime).map(Date::toInstant);
        } catch (SchedulerException e) {
            return Optional.empty();
        }
    }
}
