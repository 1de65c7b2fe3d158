package io.spicerack.flight;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Arrow's own client, logged in. One thread. */
@SuppressWarnings("try") // closing a stream of Arrow can be interrupted
final class FlightUser implements AutoCloseable {
    private final BufferAllocator memory = new RootAllocator();
    private final FlightClient client;
    private final FlightSqlClient sql;
    private final CallOption token;

    FlightUser(Location location, String user, String password) {
        client = FlightClient.builder(memory, location).build();
        sql = new FlightSqlClient(client);
        Optional<? extends CallOption> given;
        try {
            given = client.authenticateBasicToken(user, password);
        } catch (FlightRuntimeException e) {
            close();
            throw e;
        }
        token = given.orElseThrow();
    }

    FlightClient client() {
        return client;
    }

    FlightSqlClient sql() {
        return sql;
    }

    CallOption token() {
        return token;
    }

    BufferAllocator memory() {
        return memory;
    }

    /** All rows of an answer, each value as PostgreSQL writes it; null for NULL. */
    List<List<@Nullable String>> rows(String query) throws Exception {
        return rows(sql.execute(query, token));
    }

    List<List<@Nullable String>> rows(FlightInfo info) throws Exception {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (FlightStream stream = stream(info)) {
            while (stream.next()) {
                append(stream.getRoot(), rows);
            }
        }
        return rows;
    }

    static void append(VectorSchemaRoot batch, List<List<@Nullable String>> rows) {
        for (int row = 0; row < batch.getRowCount(); row++) {
            List<@Nullable String> values = new ArrayList<>();
            for (FieldVector vector : batch.getFieldVectors()) {
                values.add(text(vector, row));
            }
            rows.add(Collections.unmodifiableList(values));
        }
    }

    FlightStream stream(FlightInfo info) {
        return sql.getStream(info.getEndpoints().get(0).getTicket(), token);
    }

    String one(String query) throws Exception {
        return String.valueOf(rows(query).get(0).get(0));
    }

    static @Nullable String text(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof TimeStampVector stamp) {
            String text = PgTexts.timestamp(stamp.get(row));
            return stamp.getField().getType().toString().contains("UTC") ? text + "+00" : text;
        }
        if (vector instanceof DateDayVector day) {
            return LocalDate.ofEpochDay(day.get(row)).toString();
        }
        if (vector instanceof TimeMicroVector time) {
            return PgTexts.time(time.get(row));
        }
        return text(vector.getObject(row));
    }

    private static String text(Object value) {
        if (value instanceof Boolean is) {
            return is ? "t" : "f";
        } else if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(each -> each == null ? "NULL" : text(each))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return value.toString();
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof PeriodDuration interval) {
            return PgTexts.interval(interval);
        }
        return value.toString();
    }

    @Override
    public void close() {
        try {
            sql.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        memory.close();
    }
}
