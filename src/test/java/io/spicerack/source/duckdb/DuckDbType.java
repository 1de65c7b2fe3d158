package io.spicerack.source.duckdb;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.source.Dialect;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceType;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** DuckDB files as a source: the recipe "add a source database", done once. QuickSight has no word for it and lends one. */
public final class DuckDbType implements SourceType {
    public static final DataSourceType WORD = DataSourceType.AURORA;

    private final Path directory;
    private final InstantSource clock;

    /** @param directory of the databases: DuckDB has no host */
    DuckDbType(Path directory) {
        this(directory, InstantSource.system());
    }

    /** @param clock the server's */
    public DuckDbType(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Set<DataSourceType> words() {
        return Set.of(WORD);
    }

    @Override
    public Dialect dialect() {
        return new Dialect() {};
    }

    @Override
    public SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return DuckDbSource.open(config, directory.resolve(config.database()), clock, meter);
    }
}
