package io.spicerack.ops;

import io.spicerack.core.sources.DataSources;
import java.util.List;

/** Thread-safe. */
final class SourcesBean implements SourcesMXBean {
    private final DataSources dataSources;

    SourcesBean(DataSources dataSources) {
        this.dataSources = dataSources;
    }

    @Override
    public List<SourceLine> getSources() {
        return dataSources.list().stream().map(SourceLine::new).toList();
    }

    @Override
    public int getFailed() {
        return (int) getSources().stream().filter(SourceLine::isFailed).count();
    }

    @Override
    public List<String> getMayChange() {
        return dataSources.mayChange().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .sorted()
                .toList();
    }
}
