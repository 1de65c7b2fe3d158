package io.spicerack.admin;

import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.model.KnownNames;
import java.util.List;

/** The data sets that callers name; one that there is not is refused with the near name. Thread-safe. */
final class NamedDataSets {
    private final DataSets dataSets;

    NamedDataSets(DataSets dataSets) {
        this.dataSets = dataSets;
    }

    DataSetView known(String id) {
        List<DataSetView> all = dataSets.views();
        return all.stream()
                .filter(view -> view.dataSet().id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id, all));
    }

    boolean has(String id) {
        return dataSets.views().stream()
                .anyMatch(view -> view.dataSet().id().value().equals(id));
    }

    Refusal missing(String id) {
        return missing(id, dataSets.views());
    }

    private static Refusal missing(String id, List<DataSetView> all) {
        List<String> names =
                all.stream().map(view -> view.dataSet().id().value()).toList();
        return Refusal.notFound(new KnownNames("data set", names)
                .missing(id, "A data set is declared by a route that starts from spice:ingestions"));
    }
}
