package io.spicerack.admin;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.http.StreamedBody;
import io.spicerack.table.RowGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of an open data set on their way to one caller, a piece at a time. When the reader is cut, no byte of a row goes
 * out any more, also none that is decoded or waits for a client that is slow. Not thread-safe.
 */
final class RowsBody implements StreamedBody {
    private static final Logger LOGGER = LoggerFactory.getLogger(RowsBody.class);
    private static final int PIECE_BYTES = 64 << 10;

    private final String read;
    private final OpenDataSet open;
    private final ReaderMemory.Share memory;
    private final RowFormat format;
    private final long rows;
    private final CutReads cuts;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);
    private final RowGroup group;
    private @Nullable RowWriter writer;
    private int next;
    private long written;
    private boolean ended;

    /** {@code rows}: how many of it, at most that many where rules keep some back; {@code read}: the id under which {@code cuts} keeps why it was cut. */
    RowsBody(String read, OpenDataSet open, ReaderMemory.Share memory, RowFormat format, long rows, CutReads cuts) {
        this.read = read;
        this.open = open;
        this.memory = memory;
        this.format = format;
        this.rows = rows;
        this.cuts = cuts;
        this.group = new RowGroup(open.schema());
    }

    @Override
    public void begins(Abort abort) {
        open.leadsTo((why, shut) -> {
            // before the client learns of it
            cut(why);
            abort.reset(shut);
        });
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        try {
            return ended ? null : write();
        } catch (IOException | RuntimeException e) {
            cut(e);
            throw e;
        }
    }

    private byte[] write() throws IOException {
        open.check();
        piece.reset();
        RowWriter to = writer;
        if (to == null) {
            to = format.writer(piece);
            writer = to;
            to.begin(open.schema());
        }
        while (written < rows && piece.size() < PIECE_BYTES) {
            // a reader that was cut throws what cut it
            if (next == group.rows() || open.isCut()) {
                if (!open.next(group)) {
                    if (open.view().rows().isPresent()) {
                        ended = true;
                        break;
                    }
                    throw new IOException(written + " rows came where the catalog has " + rows);
                }
                next = 0;
            }
            to.row(group, next);
            next++;
            written++;
        }
        open.check();
        ended |= written == rows;
        to.flush();
        return piece.toByteArray();
    }

    @Override
    public void stalled(RequestRefusedException why) {
        cut(why);
    }

    private void cut(Exception failure) {
        if (cut.getAndSet(true)) {
            return;
        }
        Refusal why = Refusal.of(failure);
        cuts.keep(read, why);
        LOGGER.atWarn()
                .addKeyValue("dataSetId", open.version().dataSet())
                .addKeyValue("reason", why.words())
                .setCause(why.status() == 500 ? failure : null)
                .log("an answer with rows was cut");
    }

    @Override
    public void close() {
        try {
            open.close();
        } finally {
            memory.close();
        }
    }
}
