package io.spicerack.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.spicerack.model.VersionId;
import io.spicerack.query.QueryPart;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryableDataSet.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;

/**
 * A part of an answer, as whoever is logged in may ask for it: it says all that there is to know, so that it can be asked for from
 * any machine, later, and again. It opens nothing: who asks is looked at as for any statement.
 */
record PartTicket(QueryPart part, String sql) {
    /** A handle of a statement has none of these. */
    private static final String BREAK = "\n";

    private static final String BEGIN = "part" + BREAK;
    private static final int FIELDS = 4;

    /** As many rows as a row group has at most, and what one has in bytes where rows are wide: parts are of row groups. */
    private static final long ROWS_OF_ONE = 131_072;

    private static final long BYTES_OF_ONE = 8 << 20;

    /** The parts of an answer over a version: as many as are wanted, and no more than it may have row groups. */
    static List<PartTicket> all(Version version, int most, String sql) {
        // whoever is shown some rows only is not told of how many
        long groups = version.rows().isEmpty()
                ? 1
                : Math.max(
                        count(version.rows().getAsLong(), ROWS_OF_ONE),
                        count(version.bytes().orElse(0), BYTES_OF_ONE));
        int parts = (int) Math.min(most, groups);
        List<PartTicket> tickets = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            tickets.add(new PartTicket(new QueryPart(version.id(), i, parts), sql));
        }
        return tickets;
    }

    private static long count(long all, long ofOne) {
        return Math.max(1, (all + ofOne - 1) / ofOne);
    }

    Ticket ticket() {
        String text = BEGIN + part.number() + BREAK + part.of() + BREAK + part.version() + BREAK + sql;
        return new Ticket(Any.pack(TicketStatementQuery.newBuilder()
                        .setStatementHandle(ByteString.copyFromUtf8(text))
                        .build())
                .toByteArray());
    }

    /** What a handle says; empty where it is that of a statement. */
    static Optional<PartTicket> read(ByteString handle) throws QueryRefusal {
        String text = handle.toString(StandardCharsets.UTF_8);
        if (!text.startsWith(BEGIN)) {
            return Optional.empty();
        }
        String[] fields = text.substring(BEGIN.length()).split(BREAK, FIELDS);
        try {
            if (fields.length == FIELDS) {
                QueryPart part = new QueryPart(
                        new VersionId(fields[2]), Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
                return Optional.of(new PartTicket(part, fields[FIELDS - 1]));
            }
        } catch (IllegalArgumentException e) {
            // it is none of ours
        }
        throw FlightRefusals.unknown();
    }
}
