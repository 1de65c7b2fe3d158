package io.spicerack.camel;

import static io.spicerack.camel.SpiceOptions.required;

import io.spicerack.model.DataSourceId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options of {@code spice:changed}: what else than the source's answer must be as it was for a refresh to be skipped. */
@UriParams
public final class ChangedOptions {
    @UriParam(
            label = "changed",
            description =
                    "Required by spice:changed. A text that stands for what is refreshed: with another one a refresh is never"
                            + " skipped. In routes/ it is filled in from the route itself.")
    private @Nullable String definition;

    @UriParam(
            label = "changed",
            description =
                    "The ids of the data sources that the route reads, with commas between them: where one is edited, a refresh is"
                            + " not skipped. In routes/ they are filled in from the route itself.")
    private @Nullable String dataSources;

    /** What stands for all that a refresh does. */
    String definitionText() {
        return required(Verb.changed, "definition", definition);
    }

    /** Those that take part in it. */
    List<DataSourceId> dataSourceIds() {
        return dataSources == null
                ? List.of()
                : Stream.of(dataSources.split(",", -1)).map(DataSourceId::new).toList();
    }

    public @Nullable String getDefinition() {
        return definition;
    }

    public void setDefinition(String definition) {
        this.definition = definition;
    }

    public @Nullable String getDataSources() {
        return dataSources;
    }

    public void setDataSources(String dataSources) {
        this.dataSources = dataSources;
    }
}
