package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a running service learns of queries at their sources, where they are described and never run. One thread. */
public final class QueriesAtService {
    private final ManagementClient client;

    QueriesAtService(ManagementClient client) {
        this.client = client;
    }

    /** The names of its columns; {@link ServiceException} has the source's refusal in words. */
    public List<String> columns(String dataSource, String sql) {
        List<String> names = new ArrayList<>();
        for (JsonNode column : client.post("/data-sources/" + UrlPart.of(dataSource) + "/columns", sql)
                .path("columns")) {
            names.add(column.path("name").asText());
        }
        return names;
    }
}
