package io.spicerack.camel;

import io.spicerack.core.sources.DataSources;
import io.spicerack.model.DataSourceId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * The DataSources that {@code jdbc:} finds by name. {@code jdbc:<data source id>} opens connections with the credentials
 * of the moment, so that a changed password needs no restart. Each name keeps one object for ever, since Camel caches
 * endpoints. Thread-safe.
 */
final class JdbcDataSources implements BeanRepository {
    private final DataSources dataSources;
    private final WorkingThreads threads;
    private final Map<String, ConnectionSource> known = new ConcurrentHashMap<>();

    /** @param threads whose refreshes may be ended while they wait here */
    JdbcDataSources(DataSources dataSources, WorkingThreads threads) {
        this.dataSources = dataSources;
        this.threads = threads;
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        return lookupByNameAndType(name, ConnectionSource.class);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        boolean dataSource = type != Object.class && type.isAssignableFrom(ConnectionSource.class);
        if (!dataSource) {
            return null;
        }
        ConnectionSource found = known.get(name);
        if (found == null) {
            found = find(name);
            if (found == null) {
                return null;
            }
            known.put(name, found);
        }
        return type.cast(found);
    }

    private @Nullable ConnectionSource find(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,128}")) {
            return null;
        }
        DataSourceId dataSource = new DataSourceId(name);
        return dataSources.exists(dataSource)
                ? new ConnectionSource(
                        () -> dataSources.connections().lend(dataSource, Optional.empty(), threads.caller()))
                : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
