package io.spicerack.source.postgres;

import io.spicerack.model.Credentials;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.Shared;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceParts;
import io.spicerack.source.SplitQuery;
import java.util.ArrayList;
import java.util.List;

/** Opens PostgreSQL connections that see one exported snapshot (pg_export_snapshot). Stateless. */
public final class PostgresParts {
    private PostgresParts() {}

    public static List<SourceParts> open(
            SourceConfig config, Credentials credentials, List<SplitQuery> queries, List<? extends ReadMeter> meters) {
        List<PostgresSource> open = new ArrayList<>();
        try {
            PostgresSource lead = PostgresSource.open(config, credentials, meters.get(0));
            open.add(lead);
            List<List<String>> parts = new ArrayList<>();
            queries.forEach(query -> parts.add(lead.split(query)));
            List<ReadMeter> each = Shared.meters(meters, parts);
            if (each.size() > 1) {
                String snapshot = lead.export();
                for (ReadMeter meter : each.subList(1, each.size())) {
                    open.add(PostgresSource.join(config, credentials, snapshot, lead.snapshot(), meter));
                }
            }
            return Shared.out(open, parts);
        } catch (RuntimeException e) {
            open.forEach(PostgresSource::close);
            throw e;
        }
    }
}
