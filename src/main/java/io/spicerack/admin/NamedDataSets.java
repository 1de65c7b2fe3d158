package io.spicerack.admin;

import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.model.KnownNames;
import java.util.List;
import java.util.Optional;

/** The data sets that callers name; one that there is not is refused with the near name. Thread-safe. */
final class NamedDataSets {
    private final DataSets dataSets;

    NamedDataSets(DataSets dataSets) {
        this.dataSets = dataSets;
    }

    DataSetView known(String id) {
        return find(id).orElseThrow(() -> missing(id));
    }

    boolean has(String id) {
        return find(id).isPresent();
    }

    private Optional<DataSetView> find(String id) {
        return dataSets.all().stream()
                .map(DataSetRecord::id)
                .filter(known -> known.value().equals(id))
                .findFirst()
                .flatMap(dataSets::view);
    }

    Refusal missing(String id) {
        List<String> names =
                dataSets.all().stream().map(known -> known.id().value()).toList();
        return Refusal.notFound(new KnownNames("data set", names)
                .missing(id, "A data set is declared by a route that starts from spice:ingestions"));
    }
}
