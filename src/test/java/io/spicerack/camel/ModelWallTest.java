package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.routes.Allowance;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
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
                new Model("has a step setHeader", ROWS, route -> route.setHeader("a").constant("b")),
                new Model("has a step split", ROWS, route -> route.split().simple("${body}").log("x")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean("keyWatch", "look")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean("people", "mask(${body})")),
                new Model("calls an object that is no row step", ROWS, route -> route.bean(Runtime.class, "exec")),
                new Model("has an expression in setBody", ROWS, route -> route.setBody().simple("${body}")),
                new Model("has an expression in setBody", ROWS, route -> route.setBody().constant("resource:file:x")),
                new Model("has an expression in filter", ROWS, route -> route.filter().simple("${bean:x}").log("x")),
                new Model("has an expression in when", ROWS, route -> route.choice()
                        .when().simple("${env.HOME} == 1").log("x").end()),
                new Model("sends to file", ROWS, route -> route.choice()
                        .when().simple("${body} == 1").to("file:x").end()),
                new Model("sends to file", ROWS, route -> route.choice()
                        .when().simple("${body} == 1").log("x").otherwise().to("file:x").end()),
                new Model("logs an expression", ROWS, route -> route.log("${body}")),
                new Model("logs an expression", ROWS, route -> route.log("resource:file:x")),
                new Model("has a policy", ROWS, route -> route.routePolicyRef("x").to("spice:seal")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotOnTheListIsNotStarted(Model model) {
        assertThatThrownBy(() -> wall().check(route(model)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(model.words())
                .hasMessageContaining("which routes/ may not");
    }

    static Stream<Model> allowed() {
        return Stream.of(
                new Model("a refresh", ROWS, route -> route.setBody()
                        .constant("SELECT '${body}'")
                        .to("spice:extract?dataSource=db")
                        .bean("people", "mask")
                        .to("spice:seal?rows=MASKED")
                        .to("direct:reconcile")
                        .to("spice:publish")),
                new Model("a schedule", "quartz:refresh/a?cron=0+0+2+*+*+%3F", route -> route.to("spice:ingest?dataSet=a")),
                new Model("a probe", ROWS, route -> route.to("jdbc:db?outputType=SelectOne")
                        .choice().when().simple("${body} == 0").log("empty").stop().end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowed")
    void whatADataSetNeedsIs(Model model) {
        assertThatCode(() -> wall().check(route(model))).doesNotThrowAnyException();
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
