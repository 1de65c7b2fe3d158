package io.spicerack.source.postgres;

import io.spicerack.model.IngestionException;
import io.spicerack.source.JdbcSource;
import io.spicerack.source.QueryRefusals;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.SQLException;
import java.util.List;

/** Decodes a COPY straight into vectors, without an object per value. One thread reads; any may close. */
final class CopyRowGroups implements RowGroups {
    /** Divides the most rows of a group, so that none has more. */
    private static final int BATCH_ROWS = 32;

    private static final int BATCH_BYTES = 1 << 16;

    private final Schema schema;
    private final CopyField[] fields;
    private final CopyRows rows;
    private final JdbcSource source;
    private long read;
    private boolean ended;

    CopyRowGroups(Schema schema, List<CopyField> fields, CopyRows rows, JdbcSource source) {
        this.schema = schema;
        this.fields = fields.toArray(CopyField[]::new);
        this.rows = rows;
        this.source = source;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean next(RowGroup group) {
        group.clear();
        try {
            while (!ended && !group.full()) {
                rows(group);
            }
        } catch (SQLException e) {
            throw source.failures().querying(e, source.state());
        }
        if (source.state().cancelled()) {
            throw source.failures().cancelled();
        }
        return group.rows() > 0;
    }

    /** Some rows at a time, since it is not for nothing to ask whether the group is full: at most one of them is large. */
    private void rows(RowGroup group) throws SQLException {
        int done = 0;
        int bytes = 0;
        while (done < BATCH_ROWS && bytes < BATCH_BYTES) {
            int read = row(group);
            if (read == CopyRows.END) {
                ended = true;
                source.state().end();
                break;
            }
            bytes += read;
            done++;
        }
        if (done > 0) {
            group.endRows(done);
        }
    }

    /** Bytes of the row, or END. */
    private int row(RowGroup group) throws SQLException {
        int count = rows.next();
        if (count == CopyRows.END) {
            return count;
        }
        if (count != fields.length) {
            throw source.failures().malformed("a row has " + count + " fields instead of " + fields.length);
        }
        read++;
        byte[] data = rows.data();
        int start = rows.position();
        int position = start;
        for (int i = 0; i < fields.length; i++) {
            int length = CopyFields.int32(data, position);
            position += 4;
            if (length < 0) {
                group.column(i).appendNull();
            } else {
                append(i, data, position, length, group);
                position += length;
            }
        }
        rows.position(position);
        return position - start;
    }

    private void append(int field, byte[] data, int position, int length, RowGroup group) {
        try {
            fields[field].append(data, position, length, group.column(field));
        } catch (IngestionException e) {
            throw QueryRefusals.inRow(e, read);
        }
    }

    @Override
    public void close() {
        source.stopStream();
    }
}
