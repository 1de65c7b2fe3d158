package io.spicerack.extract;

import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.Schema;
import java.sql.SQLException;
import java.util.List;

/** Decodes a COPY straight into vectors, without an object per value. One thread reads; any may close. */
final class CopyRowGroups implements RowGroups {
    private final Schema schema;
    private final CopyField[] fields;
    private final CopyRows rows;
    private final PostgresSource source;
    private boolean ended;

    CopyRowGroups(Schema schema, List<CopyField> fields, CopyRows rows, PostgresSource source) {
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
                row(group);
            }
        } catch (SQLException e) {
            throw source.failures().querying(e, source.state());
        }
        if (source.state().cancelled()) {
            throw source.failures().cancelled();
        }
        return group.rows() > 0;
    }

    private void row(RowGroup group) throws SQLException {
        int count = rows.next();
        if (count == CopyRows.END) {
            ended = true;
            source.state().end();
            return;
        }
        if (count != fields.length) {
            throw source.failures().malformed("a row has " + count + " fields instead of " + fields.length);
        }
        byte[] data = rows.data();
        int position = rows.position();
        for (int i = 0; i < fields.length; i++) {
            int length = CopyFields.int32(data, position);
            position += 4;
            if (length < 0) {
                group.column(i).appendNull();
            } else {
                fields[i].append(data, position, length, group.column(i));
                position += length;
            }
        }
        rows.position(position);
        group.endRow();
    }

    @Override
    public void close() {
        source.stopStream();
    }
}
