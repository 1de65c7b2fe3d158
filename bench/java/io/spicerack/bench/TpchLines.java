package io.spicerack.bench;

import io.trino.tpch.TpchEntity;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The generator's lines, without the separator that ends each. */
final class TpchLines extends InputStream {
    private final Iterator<? extends TpchEntity> rows;
    private byte[] line = new byte[0];
    private int position;

    TpchLines(Iterator<? extends TpchEntity> rows) {
        this.rows = rows;
    }

    private boolean more() {
        if (position == line.length && rows.hasNext()) {
            line = rows.next().toLine().getBytes(StandardCharsets.UTF_8);
            line[line.length - 1] = '\n';
            position = 0;
        }
        return position < line.length;
    }

    @Override
    public int read() {
        return more() ? line[position++] : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int done = 0;
        while (done < length && more()) {
            int part = Math.min(length - done, line.length - position);
            System.arraycopy(line, position, target, offset + done, part);
            position += part;
            done += part;
        }
        return done == 0 ? -1 : done;
    }
}
