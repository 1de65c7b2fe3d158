package io.spicerack.core.sources;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.DataSourceId;
import java.util.Optional;
import java.util.Set;

/**
 * Which data sources files declare now. One that a file declared once and none does any more goes on as it was, is said to be left,
 * and can be deleted. Thread-safe.
 */
public final class DeclaredSources {
    private record Now(Set<DataSourceId> declared, Set<String> refused) {}

    private volatile Optional<Now> now = Optional.empty();

    DeclaredSources() {}

    /**
     * What the files say.
     *
     * @param refused names of files of which nobody knows what they would declare
     */
    public void are(Set<DataSourceId> declared, Set<String> refused) {
        now = Optional.of(new Now(Set.copyOf(declared), Set.copyOf(refused)));
    }

    /** What to say of a data source that no file declares any more; empty for any other, and before the files have been read. */
    public Optional<String> left(DataSourceRecord source) {
        String file = source.declaredIn();
        return file == null
                ? Optional.empty()
                : now.filter(read -> !read.declared().contains(source.id())
                                && !read.refused().contains(file))
                        .map(read -> "data source '" + source.id()
                                + "' is declared by no file any more (it was in config/catalog/" + file
                                + ") and goes on as it was; put the file back, or delete it with spicerack data-source delete "
                                + source.id());
    }
}
