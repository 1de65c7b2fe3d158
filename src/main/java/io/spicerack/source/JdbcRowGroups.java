package io.spicerack.source;

import io.spicerack.model.IngestionException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Streams a result of JDBC into vectors, without an object per number. One thread reads; any may close. */
public final class JdbcRowGroups implements RowGroups {
    private static final int METER_ROWS = 64;

    private final Schema schema;
    private final List<FieldReader> readers;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final Runnable whenRead;
    private final JdbcSource source;
    private long metered;
    private long read;
    private boolean ended;

    /** @param whenRead the rows have come to their end */
    public JdbcRowGroups(
            Schema schema,
            List<FieldReader> readers,
            PreparedStatement statement,
            ResultSet rows,
            Runnable whenRead,
            JdbcSource source) {
        this.schema = schema;
        this.readers = readers;
        this.statement = statement;
        this.rows = rows;
        this.whenRead = whenRead;
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
            whenRead.run();
            return;
        }
        read++;
        try {
            for (int i = 0; i < readers.size(); i++) {
                readers.get(i).read(rows, i + 1, group.column(i));
            }
        } catch (IngestionException e) {
            throw QueryRefusals.inRow(e, read);
        }
        group.endRow();
    }

    @Override
    public void close() {
        source.stopStream();
    }
}
