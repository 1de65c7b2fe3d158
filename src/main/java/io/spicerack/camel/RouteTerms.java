package io.spicerack.camel;

import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.sources.DataSources;
import io.spicerack.routes.Allowance;
import io.spicerack.routes.Placeholders;
import io.spicerack.routes.RouteCheck;
import io.spicerack.routes.Surroundings;
import io.spicerack.routes.SystemRoutes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the data engineers' files are checked against in a running service, as it is now. */
record RouteTerms(Allowance allowance, Surroundings around) {
    private static final String ALLOW = "spicerack.routes.allow";
    private static final String PLACEHOLDERS = "spicerack.routes.placeholders";
    private static final String RECONCILE = "spicerack.reconcile";

    static RouteTerms of(DataSets account, DataSources sources, SystemRoutes system, Map<String, String> properties) {
        List<DataSetRecord> dataSets = account.all();
        return new RouteTerms(
                allowance(properties),
                new Surroundings(
                        Placeholders.allowed(properties.getOrDefault(PLACEHOLDERS, ""), properties),
                        Optional.of(sources.list().stream()
                                .map(source -> source.id().value())
                                .collect(Collectors.toSet())),
                        dataSets.stream()
                                .filter(dataSet -> dataSet.declaredIn() == null)
                                .map(dataSet -> dataSet.id().value())
                                .collect(Collectors.toSet()),
                        system,
                        dataSets.stream()
                                .map(DataSetRecord::declaredIn)
                                .filter(Objects::nonNull)
                                // without the line of the route
                                .map(place -> place.replaceFirst(":[0-9]+$", ""))
                                .collect(Collectors.toSet()),
                        !properties.getOrDefault(RECONCILE, "counts").equals("off")));
    }

    static Allowance allowance(Map<String, String> properties) {
        return Allowance.parse(properties.getOrDefault(ALLOW, Allowance.DEFAULT));
    }

    RouteCheck check() {
        return new RouteCheck(allowance, around);
    }
}
