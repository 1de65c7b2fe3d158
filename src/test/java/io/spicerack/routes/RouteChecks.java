package io.spicerack.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tests of route files check with. */
final class RouteChecks {
    static final SystemRoutes SYSTEM = new SystemRoutes(
            Set.of("audit-files", "reconcile"),
            Map.of("reconcile", List.of("reconcile"), "lockdown", List.of(), "unlock", List.of()));

    private RouteChecks() {}

    static Surroundings around() {
        return new Surroundings(
                Map.of("zone", Optional.of("Europe/Zurich"), "unset", Optional.empty()),
                Optional.of(Set.of("db", "hospital-postgres", "hospital-mysql")),
                Set.of("made-by-api"),
                SYSTEM,
                Set.of(),
                true);
    }

    static CheckedFile check(String text) {
        return check(Allowance.DEFAULT, text);
    }

    static CheckedFile check(String allow, String text) {
        return all(allow, new RouteText("routes/x.camel.yaml", text)).get(0);
    }

    static List<CheckedFile> all(String allow, RouteText... files) {
        return new RouteCheck(Allowance.parse(allow), around()).check(List.of(files));
    }
}
