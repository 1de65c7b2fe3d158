package io.spicerack.prepare;

import io.spicerack.model.Arn;
import io.spicerack.source.TableQuery.From;
import java.util.List;

/**
 * Where the rows come from. Immutable.
 *
 * @param columns empty where a query does not say: all of its columns
 */
public record PhysicalTable(Arn dataSource, From from, List<InputColumn> columns) {
    public PhysicalTable {
        columns = List.copyOf(columns);
    }
}
