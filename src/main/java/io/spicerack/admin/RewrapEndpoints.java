package io.spicerack.admin;

import io.spicerack.core.keys.KeyChange;
import io.spicerack.core.revoke.Rewraps;
import io.spicerack.core.sources.DataSources;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import java.util.List;

/** The calls that put a data key, or a credential pair, under the key for new data. Thread-safe. */
final class RewrapEndpoints {
    private final Rewraps rewraps;
    private final DataSources dataSources;
    private final NamedDataSets dataSets;

    RewrapEndpoints(Rewraps rewraps, DataSources dataSources, NamedDataSets dataSets) {
        this.rewraps = rewraps;
        this.dataSources = dataSources;
        this.dataSets = dataSets;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.of(
                        "POST /data-sets/{id}/rewrap",
                        call -> rewrapped(() -> rewraps.rewrap(
                                dataSets.known(call.name("id")).dataSet().id()))),
                Endpoint.of(
                        "POST /data-sources/{id}/rewrap",
                        call -> rewrapped(
                                () -> dataSources.rewrapCredentials(SourceEndpoints.known(dataSources, call)))));
    }

    private static HttpAnswer rewrapped(KeyEndpoints.Work<KeyChange> work) {
        KeyChange moved = KeyEndpoints.refusing(work);
        return HttpAnswer.prettyJson(
                200,
                JsonBody.object()
                        .put("from", moved.from().toString())
                        .put("to", moved.to().toString()));
    }
}
