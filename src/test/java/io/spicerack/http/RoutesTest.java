package io.spicerack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.http.Routes.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes<String> routes = new Routes<>(List.of(
            Route.of("GET /data-sets", "list"),
            Route.of("GET /data-sets/{id}/rows", "rows"),
            Route.of("POST /data-sets/{id}/rows", "more rows")));

    @Test
    void aPathGivesItsNamesTheirTexts() {
        assertThat(routes.find("GET", List.of("data-sets", "patients", "rows")))
                .hasValue(new Routes.Match<>("rows", Map.of("id", "patients")));
        assertThat(routes.find("GET", List.of("data-sets"))).hasValue(new Routes.Match<>("list", Map.of()));
    }

    @Test
    void anotherMethodIsToldFromAnotherPath() {
        assertThat(routes.find("PUT", List.of("data-sets", "x", "rows"))).isEmpty();
        assertThat(routes.methods(List.of("data-sets", "x", "rows"))).containsExactly("GET", "POST");
        assertThat(routes.methods(List.of("data-sets", "x"))).isEmpty();
        assertThat(routes.methods(List.of())).isEmpty();
    }

    @Test
    void whatIsServedTwiceIsRefused() {
        assertThatThrownBy(() -> new Routes<>(List.of(Route.of("GET /a/{b}", 1), Route.of("GET /a/{c}", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GET [a, {}] is served twice");
    }
}
