package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.model.KnownNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The ids of the data sets of a service, by which people name several at once. */
record DataSetNames(List<String> ids) {
    static DataSetNames of(ManagementClient client) {
        List<String> ids = new ArrayList<>();
        for (JsonNode dataSet : client.get("/data-sets").path("dataSets")) {
            ids.add(dataSet.path("dataSetId").asText());
        }
        return new DataSetNames(ids);
    }

    /** Those that any of the patterns names, each once; a pattern that names none is refused with the near name. */
    List<String> matching(List<String> patterns) {
        Set<String> found = new LinkedHashSet<>();
        for (String pattern : patterns) {
            Pattern wanted = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
            List<String> named =
                    ids.stream().filter(id -> wanted.matcher(id).matches()).toList();
            if (named.isEmpty()) {
                throw new ServiceException(new KnownNames("data set", ids).missing(pattern));
            }
            found.addAll(named);
        }
        return List.copyOf(found);
    }
}
