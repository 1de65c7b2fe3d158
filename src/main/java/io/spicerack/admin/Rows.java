package io.spicerack.admin;

import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.account.PolicedDataSets;
import io.spicerack.core.account.PolicyShutException;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.envelope.TamperedException;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.JsonBody;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The rows of data sets as CSV or JSON lines. A reader that is cut leaves its reason here for a while. Thread-safe. */
final class Rows {
    private final Readers readers;
    private final PolicedDataSets policed;
    private final DataSets dataSets;
    private final ReaderMemory memory;
    private final CutReads cuts = new CutReads();

    Rows(Readers readers, PolicedDataSets policed, DataSets dataSets, ReaderMemory memory) {
        this.readers = readers;
        this.policed = policed;
        this.dataSets = dataSets;
        this.memory = memory;
    }

    /**
     * {@code X-Spicerack-Rows} announces how many rows come, unless rules keep some back: how many there are is not told then.
     * An answer that is cut has no last chunk, and {@code GET /reads/ID} with {@code X-Spicerack-Read} tells why.
     */
    HttpAnswer answer(DataSetView view, ManagementCall call) {
        RowFormat format = RowFormat.of(call.parameter("format").orElse("csv"));
        long limit = call.parameter("limit").map(Rows::limit).orElse(Long.MAX_VALUE);
        VersionRecord current = view.current();
        if (current == null) {
            throw Refusal.nothingToRead("data set '" + view.dataSet().id()
                    + "' has no version to read; refresh it first: spicerack refresh "
                    + view.dataSet().id());
        }
        try {
            // who holds the token of the port may change every rule: it makes principals that may
            OpenDataSet open = call.reader().isPresent()
                    ? policed.open(call.reader().get(), view.dataSet().id())
                    : readers.open(view.dataSet().id());
            return rows(open, dataSets.spiceBytes(view), format, limit);
        } catch (PolicyShutException e) {
            throw Refusal.nothingToRead(String.valueOf(e.getMessage()));
        } catch (TamperedException e) {
            throw Refusal.of(e);
        }
    }

    private HttpAnswer rows(OpenDataSet open, long bytes, RowFormat format, long limit) {
        try {
            return rows(open, memory.take(bytes, open.rowGroups()), format, limit);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private HttpAnswer rows(OpenDataSet open, ReaderMemory.Share share, RowFormat format, long limit) {
        VersionRecord version = open.version();
        String read = UUID.randomUUID().toString();
        boolean counted = open.view().rows().isEmpty();
        long rows = counted ? Math.min(limit, version.rows()) : limit;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", format.contentType());
        if (counted) {
            headers.put("X-Spicerack-Rows", Long.toString(rows));
        }
        headers.put("X-Spicerack-Version", version.id().value());
        headers.put("X-Spicerack-Read", read);
        dataSets.read(version.dataSet(), version.ingestion())
                .map(SourceReadRecord::snapshot)
                .ifPresent(taken -> {
                    headers.put("X-Spicerack-Snapshot-Time", taken.time().toString());
                    taken.position().ifPresent(position -> headers.put("X-Spicerack-Snapshot-Position", position));
                });
        return new HttpAnswer(
                200, headers, new HttpAnswer.Streamed(new RowsBody(read, open, share, format, rows, cuts)));
    }

    /** Why an answer was cut. */
    HttpAnswer whyCut(String read) {
        Refusal why = cuts.find(read)
                .orElseThrow(() -> Refusal.notFound("no read '" + read + "' was cut, or it is long ago"));
        return HttpAnswer.prettyJson(
                200, JsonBody.object().put("error", why.type()).put("message", why.words()));
    }

    private static long limit(String text) {
        try {
            long limit = Long.parseLong(text);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // the same words below
        }
        throw Refusal.badParameter("limit is '" + text + "'; it must be a whole number of rows, 0 or more");
    }
}
