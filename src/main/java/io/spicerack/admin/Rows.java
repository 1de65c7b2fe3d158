package io.spicerack.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spicerack.catalog.record.SourceReadRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.Spice;
import io.spicerack.core.account.DataSets;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.envelope.TamperedException;
import io.spicerack.model.SourceSnapshot;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rows of data sets as CSV or JSON lines. A reader that is cut leaves its reason here for a while. Thread-safe. */
public final class Rows {
    private final Spice spice;
    private final CutReads cuts = new CutReads();

    Rows(Spice spice) {
        this.spice = spice;
    }

    Answer answer(DataSets.Status status, Call call) {
        call.allowParameters(Set.of("format", "limit"));
        RowFormat format = RowFormat.of(call.parameter("format").orElse("csv"));
        long limit = call.parameter("limit").map(Rows::limit).orElse(Long.MAX_VALUE);
        VersionRecord current = status.current();
        if (current == null) {
            throw Refusal.nothingToRead("data set '" + status.dataSet().id()
                    + "' has no version to read; refresh it first: spicerack refresh "
                    + status.dataSet().id());
        }
        try {
            OpenDataSet open = spice.readers().open(status.dataSet().id());
            Optional<SourceSnapshot> snapshot = spice.dataSets()
                    .read(open.version().dataSet(), open.version().ingestion())
                    .map(SourceReadRecord::snapshot);
            return new RowsAnswer(UUID.randomUUID().toString(), open, snapshot, format, limit, cuts);
        } catch (TamperedException e) {
            throw Refusal.of(e);
        }
    }

    /** Why an answer was cut. */
    Answer whyCut(String read) {
        Refusal why = cuts.find(read)
                .orElseThrow(() -> Refusal.notFound("no read '" + read + "' was cut, or it is long ago"));
        return Answer.json(
                200,
                JsonNodeFactory.instance.objectNode().put("error", why.type()).put("message", why.words()));
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
