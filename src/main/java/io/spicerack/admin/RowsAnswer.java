package io.spicerack.admin;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open data set on its way to one caller. {@code X-Spicerack-Rows} announces how many rows come; an answer that is cut
 * has no last chunk, and {@code GET /reads/ID} with {@code X-Spicerack-Read} tells why. Not thread-safe.
 */
final class RowsAnswer implements Answer {
    private static final Logger LOGGER = LoggerFactory.getLogger(RowsAnswer.class);

    private final String read;
    private final OpenDataSet open;
    private final Optional<SourceSnapshot> snapshot;
    private final RowFormat format;
    private final long rows;
    private final CutReads cuts;

    RowsAnswer(
            String read,
            OpenDataSet open,
            Optional<SourceSnapshot> snapshot,
            RowFormat format,
            long limit,
            CutReads cuts) {
        this.snapshot = snapshot;
        this.read = read;
        this.open = open;
        this.format = format;
        this.rows = Math.min(limit, open.version().rows());
        this.cuts = cuts;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", format.contentType());
        headers.put("X-Spicerack-Rows", Long.toString(rows));
        headers.put("X-Spicerack-Version", open.version().id().value());
        headers.put("X-Spicerack-Read", read);
        snapshot.ifPresent(taken -> {
            headers.put("X-Spicerack-Snapshot-Time", taken.time().toString());
            taken.position().ifPresent(position -> headers.put("X-Spicerack-Snapshot-Position", position));
        });
        return headers;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        RowWriter writer = format.writer(out);
        writer.begin(open.schema());
        long written = 0;
        RowGroup group = new RowGroup(open.schema());
        while (written < rows && next(group)) {
            int count = (int) Math.min(group.rows(), rows - written);
            for (int row = 0; row < count; row++) {
                writer.row(group, row);
            }
            written += count;
        }
        writer.flush();
        if (written != rows) {
            throw new IOException(written + " rows came where the catalog has " + rows);
        }
    }

    private boolean next(RowGroup group) {
        try {
            return open.next(group);
        } catch (RuntimeException e) {
            Refusal why = Refusal.of(e);
            cuts.keep(read, why);
            LOGGER.atWarn()
                    .addKeyValue("dataSetId", open.version().dataSet())
                    .addKeyValue("reason", why.words())
                    .log("an answer with rows was cut");
            throw e;
        }
    }

    @Override
    public void close() {
        open.close();
    }
}
