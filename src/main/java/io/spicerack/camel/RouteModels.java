package io.spicerack.camel;

import io.spicerack.camel.schedule.TimesComponent;
import io.spicerack.model.Sha256;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.Place;
import io.spicerack.routes.RouteEndpoint;
import io.spicerack.routes.RouteMeaning;
import io.spicerack.routes.RouteStep;
import io.spicerack.routes.SourceQuery;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.SimpleExpression;

/**
 * Camel's model of a checked route, made of what the check has understood: Camel never reads a data engineer's file, so that
 * nothing in it can mean one thing to the check and another to Camel.
 */
final class RouteModels {
    private RouteModels() {}

    static RouteDefinition of(DeclaredRoute declared) {
        RouteDefinition route = at(declared.place(), new RouteDefinition());
        route.setId(declared.id());
        FromDefinition from = at(declared.from().place(), new FromDefinition(start(declared.from())));
        route.setInput(from);
        add(
                route::addOutput,
                declared.steps().stream().map(step -> told(declared, step)).toList());
        return route;
    }

    /** What a file calls quartz: is kept by our own times, in Quartz's scheduler. */
    static String start(RouteEndpoint from) {
        return from.scheme().equals("quartz")
                ? new RouteEndpoint(from.place(), TimesComponent.SCHEME, from.path(), from.options()).uri()
                : from.uri();
    }

    /** What is compared is of this very route: whoever edits it has it read anew. */
    private static RouteStep told(DeclaredRoute route, RouteStep step) {
        if (!(step instanceof RouteStep.To to) || !to.endpoint().is("spice:changed")) {
            return step;
        }
        Map<String, String> options = Map.of(
                "definition", Sha256.hex(RouteMeaning.of(route)),
                "dataSources", String.join(",", SourceQuery.dataSources(route)));
        return new RouteStep.To(to.place(), new RouteEndpoint(to.place(), "spice", "changed", options));
    }

    private static void add(Consumer<ProcessorDefinition<?>> parent, List<RouteStep> steps) {
        steps.forEach(step -> parent.accept(at(step.place(), definition(step))));
    }

    private static ProcessorDefinition<?> definition(RouteStep step) {
        if (step instanceof RouteStep.To to) {
            return new ToDefinition(to.endpoint().uri());
        }
        if (step instanceof RouteStep.Body body) {
            SetBodyDefinition set = new SetBodyDefinition();
            set.setExpression(new ConstantExpression(body.text()));
            return set;
        }
        if (step instanceof RouteStep.Choice choice) {
            return choice(choice);
        }
        if (step instanceof RouteStep.Filter filter) {
            FilterDefinition definition = new FilterDefinition();
            definition.setExpression(new SimpleExpression(filter.condition()));
            add(definition::addOutput, filter.steps());
            return definition;
        }
        if (step instanceof RouteStep.Log log) {
            LogDefinition definition = new LogDefinition(log.message());
            definition.setLoggingLevel(log.level());
            return definition;
        }
        if (step instanceof RouteStep.Stop) {
            return new StopDefinition();
        }
        if (step instanceof RouteStep.Rows rows) {
            return new BeanDefinition(rows.bean(), rows.method());
        }
        throw new IllegalStateException("a step that was not understood, at " + step.place());
    }

    private static ChoiceDefinition choice(RouteStep.Choice choice) {
        ChoiceDefinition definition = new ChoiceDefinition();
        for (RouteStep.When when : choice.whens()) {
            WhenDefinition branch = at(when.place(), new WhenDefinition(new SimpleExpression(when.condition())));
            add(branch::addOutput, when.steps());
            definition.addOutput(branch);
        }
        if (!choice.otherwise().isEmpty()) {
            OtherwiseDefinition otherwise = at(choice.place(), new OtherwiseDefinition());
            add(otherwise::addOutput, choice.otherwise());
            definition.addOutput(otherwise);
        }
        return definition;
    }

    private static <D extends OptionalIdentifiedDefinition<?>> D at(Place place, D definition) {
        definition.setLocation("file:" + place.file());
        definition.setLineNumber(place.line());
        return definition;
    }
}
