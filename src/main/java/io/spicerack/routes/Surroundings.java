package io.spicerack.routes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is there beside the files that are checked. Immutable.
 *
 * @param placeholders what files may write as {@code {{name}}}, with the values that they have
 * @param dataSources those that are known; empty where nobody can tell
 * @param apiDataSets data sets that were made through the API, whose ids are taken
 * @param system what the operator's files declare
 * @param established files whose data sets are in the catalog already: of two that claim one name, such a one keeps it
 * @param reconciles whether versions are compared with their source where a file says nothing
 */
public record Surroundings(
        Map<String, Optional<String>> placeholders,
        Optional<Set<String>> dataSources,
        Set<String> apiDataSets,
        SystemRoutes system,
        Set<String> established,
        boolean reconciles) {
    public Surroundings {
        placeholders = Map.copyOf(placeholders);
        dataSources = dataSources.map(Set::copyOf);
        apiDataSets = Set.copyOf(apiDataSets);
        established = Set.copyOf(established);
    }
}
