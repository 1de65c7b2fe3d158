package io.spicerack.source.postgres;

import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.Secret;
import io.spicerack.source.Dialect;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceFailures;
import io.spicerack.source.SourceParts;
import io.spicerack.source.SourceType;
import io.spicerack.source.SplitQuery;
import io.spicerack.source.UntrustedSource;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PostgreSQL, which gives further connections the snapshot of the first (pg_export_snapshot). */
public final class PostgresType implements SourceType {
    @Override
    public Set<DataSourceType> words() {
        return Set.of(DataSourceType.POSTGRESQL, DataSourceType.AURORA_POSTGRESQL);
    }

    @Override
    public Dialect dialect() {
        return PostgresDialect.INSTANCE;
    }

    @Override
    public SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
        return PostgresSource.open(config, credentials, meter);
    }

    @Override
    public ShownProof shown(SourceConfig config) {
        if (!config.ssl()) {
            return SourceType.super.shown(config);
        }
        SourceConfig asking = config.with(ServerTrust.NOBODY);
        Credentials nobody = new Credentials("spicerack", Secret.of(""));
        return UntrustedSource.certificate(
                config,
                () -> PostgresSession.connect(asking, nobody, asking.wireLimits()),
                e -> new SourceFailures(config, new PostgresErrors()).connecting(e, ""));
    }

    @Override
    public List<SourceParts> open(
            SourceConfig config, Credentials credentials, List<SplitQuery> queries, List<? extends ReadMeter> meters) {
        List<PostgresSource> open = new ArrayList<>();
        try {
            PostgresSource lead = PostgresSource.open(config, credentials, meters.get(0));
            open.add(lead);
            List<List<String>> parts = queries.stream().map(lead::parts).toList();
            List<ReadMeter> each = SourceParts.meterOfEach(meters, parts);
            if (each.size() > 1) {
                String snapshot = lead.export();
                for (ReadMeter meter : each.subList(1, each.size())) {
                    open.add(PostgresSource.join(config, credentials, snapshot, lead.snapshot(), meter));
                }
            }
            return SourceParts.shareOut(open, parts);
        } catch (RuntimeException e) {
            open.forEach(PostgresSource::close);
            throw e;
        }
    }
}
