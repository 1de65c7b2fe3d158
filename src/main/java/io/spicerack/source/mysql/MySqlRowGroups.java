package io.spicerack.source.mysql;

import io.spicerack.source.FieldReader;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Streams a result of the binary protocol into vectors. One thread reads; any may close. */
final class MySqlRowGroups implements RowGroups {
    private static final int METER_ROWS = 64;

    private final Schema schema;
    private final List<FieldReader> readers;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final ZeroDates dates;
    private final MySqlSource source;
    private long metered;
    private boolean ended;

    MySqlRowGroups(
            Schema schema,
            List<FieldReader> readers,
            PreparedStatement statement,
            ResultSet rows,
            ZeroDates dates,
            MySqlSource source) {
        this.schema = schema;
        this.readers = readers;
        this.statement = statement;
        this.rows = rows;
        this.dates = dates;
        this.source = source;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        metered = 0;
        try {
            while (!ended && !group.full()) {
                row(group);
                if (group.rows() % METER_ROWS == 0) {
                    meter(group);
                }
            }
            meter(group);
        } catch (SQLException e) {
            throw source.failures().querying(e, source.state());
        }
        if (source.state().cancelled()) {
            throw source.failures().cancelled();
        }
        return group.rows() > 0;
    }

    /** The driver does not tell what came over the network: the values' own bytes do instead. */
    private void meter(RowGroup group) {
        long bytes = group.bytes();
        if (bytes > metered) {
            source.meter().read(bytes - metered);
            metered = bytes;
        }
    }

    private void row(RowGroup group) throws SQLException {
        if (!rows.next()) {
            ended = true;
            statement.close();
            source.state().end();
            dates.report();
            return;
        }
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).read(rows, i + 1, group.column(i));
        }
        group.endRow();
    }

    @Override
    public void close() {
        source.stopStream();
    }
}
