package io.spicerack.extract;

import io.spicerack.model.Credentials;
import java.util.ArrayList;
import java.util.List;

/** Opens PostgreSQL connections that see one exported snapshot (pg_export_snapshot). Stateless. */
final class PostgresParts {
    private PostgresParts() {}

    static List<SourceParts> open(SourceConfig config, Credentials credentials, List<SplitQuery> queries) {
        List<PostgresSource> open = new ArrayList<>();
        try {
            PostgresSource lead = PostgresSource.open(config, credentials);
            open.add(lead);
            List<List<String>> parts = new ArrayList<>();
            queries.forEach(query -> parts.add(lead.split(query)));
            int count = parts.stream().mapToInt(List::size).sum();
            if (count > 1) {
                String snapshot = lead.export();
                while (open.size() < count) {
                    open.add(PostgresSource.join(config, credentials, snapshot, lead.snapshot()));
                }
            }
            return Shared.out(open, parts);
        } catch (RuntimeException e) {
            open.forEach(PostgresSource::close);
            throw e;
        }
    }
}
