package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.routes.Allowance;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.Place;
import io.spicerack.routes.RouteCheck;
import io.spicerack.routes.RouteEndpoint;
import io.spicerack.routes.RouteFolder;
import io.spicerack.routes.RouteStep;
import io.spicerack.routes.RouteText;
import io.spicerack.routes.Surroundings;
import io.spicerack.routes.SystemRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The second wall stands by itself: models that no check of a text has seen. */
class ModelWallTest {
    private static final String ROWS = "spice:ingestions?dataSet=a";

    private record Model(String words, String from, Consumer<RouteDefinition> steps) {
        @Override
        public String toString() {
            return words;
        }
    }

    static Stream<Model> refused() {
        return Stream.of(
                new Model("starts from file", "file:/tmp", route -> route.to("spice:seal")),
                new Model("starts from spice", "spice:audit?sink=files", route -> route.to("spice:seal")),
                new Model("starts from direct", "direct:a", route -> route.to("spice:seal")),
                new Model("sends to file", ROWS, route -> route.to("file:/tmp")),
                new Model("sends to direct", ROWS, route -> route.to("direct:lockdown")),
                new Model("sends to spice", ROWS, route -> route.to("spice:fetch?vault=file:x")),
                new Model("sends to spice", ROWS, route -> route.to("spice:extract?dataSource={{x}}")),
                new Model("sends to jdbc", ROWS, route -> route.to("jdbc:db?parameters=#x")),
                new Model("has a step toD", ROWS, route -> route.toD("spice:seal")),
                new Model("has a step process", ROWS, route -> route.process(exchange -> {})),
                new Model("has a step wireTap", ROWS, route -> route.wireTap("spice:seal")),
                new Model("has a step setHeader", ROWS, route -> route.setHeader("a")
                        .constant("b")),
                new Model("has a step split", ROWS, route -> route.split()
                        .simple("${body}")
                        .log("x")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean("keyWatch", "look")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean("people", "mask(${body})")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean(Runtime.class, "exec")),
                new Model("has an expression in setBody", ROWS, route -> route.setBody()
                        .simple("${body}")),
                new Model("has an expression in setBody", ROWS, route -> route.setBody()
                        .constant("resource:file:x")),
                new Model("has an expression in filter", ROWS, route -> route.filter()
                        .simple("${bean:x}")
                        .log("x")),
                new Model("has an expression in when", ROWS, route -> route.choice()
                        .when()
                        .simple("${env.HOME} == 1")
                        .log("x")
                        .end()),
                new Model("logs an expression", ROWS, route -> route.log("${body}")),
                new Model("logs an expression", ROWS, route -> route.log("resource:file:x")),
                new Model(
                        "has a policy", ROWS, route -> route.routePolicyRef("x").to("spice:seal")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotOnTheListIsNotStarted(Model model) {
        assertThatThrownBy(() -> wall().check(route(model)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(model.words())
                .hasMessageContaining("which routes/ may not");
    }

    /** In a branch too; as the check would make it if it had let it through. */
    @Test
    void branchesAreWalked() {
        Place place = new Place("routes/x.camel.yaml", 1, 1);
        RouteStep file = new RouteStep.To(place, new RouteEndpoint(place, "file", "/tmp", Map.of()));
        RouteStep.When when = new RouteStep.When(place, "${body} == 1", List.of(file));
        RouteEndpoint from = new RouteEndpoint(place, "spice", "ingestions", Map.of("dataSet", "a"));
        for (RouteStep step : List.of(
                new RouteStep.Choice(place, List.of(when), List.of()),
                new RouteStep.Choice(
                        place,
                        List.of(new RouteStep.When(place, "${body} == 1", List.of(new RouteStep.Stop(place)))),
                        List.of(file)),
                new RouteStep.Filter(place, "${body} == 1", List.of(file)))) {
            assertThatThrownBy(() -> wall().check(RouteModels.of(new DeclaredRoute("r", place, from, List.of(step)))))
                    .hasMessage("route 'r' sends to file, which routes/ may not");
        }
    }

    /** What is shipped, and a row step that is allowed. */
    @Test
    void whatADataSetNeedsIsStarted() {
        List<RouteText> texts = new ArrayList<>(RouteFolder.engineers(Path.of("routes")));
        texts.add(
                new RouteText(
                        "routes/x.yaml",
                        """
                - route:
                    id: x
                    from:
                      uri: spice:ingestions?dataSet=x
                      steps:
                        - setBody: {constant: "SELECT '${body}' #"}
                        - to: "spice:extract?dataSource=hospital-mysql"
                        - bean: {ref: people, method: mask}
                        - to: "spice:seal?rows=masked"
                        - to: direct:reconcile
                        - to: spice:publish
                """));
        Surroundings around = new Surroundings(
                Map.of("hospital.schedule", Optional.of("0 0 2 * * ?")),
                Optional.empty(),
                Set.of(),
                SystemRoutes.read(RouteFolder.system(Path.of("routes"))),
                Set.of(),
                true);
        List<CheckedFile> checked =
                new RouteCheck(Allowance.parse("direct:reconcile,bean:people"), around).check(texts);
        assertThat(checked).hasSize(5).allSatisfy(file -> {
            assertThat(file.why()).isEmpty();
            file.routes().forEach(route -> wall().check(RouteModels.of(route)));
        });
    }

    private static ModelWall wall() {
        return new ModelWall(Allowance.parse("direct:reconcile,bean:people"));
    }

    private static RouteDefinition route(Model model) {
        RouteBuilder builder = new RouteBuilder() {
            @Override
            public void configure() {
                model.steps().accept(from(model.from()).routeId("r"));
            }
        };
        try {
            builder.configure();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return builder.getRouteCollection().getRoutes().get(0);
    }
}
