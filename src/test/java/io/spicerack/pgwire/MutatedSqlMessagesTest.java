package io.spicerack.pgwire;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.pgwire.sql.CatalogDialect;
import io.spicerack.pgwire.sql.ColumnNames;
import io.spicerack.pgwire.sql.SqlText;
import io.spicerack.pgwire.sql.StatementReader;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.table.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever bytes come to the SQL port, they are read or refused in words; nothing else breaks. */
@TakesLong
class MutatedSqlMessagesTest {
    private static final int MOST = 1 << 16;
    private static final int PROTOCOL = 3 << 16;

    private final Mutations starts = new Mutations(List.of(
            WireClient.startUp(
                    PROTOCOL, "user", "alice", "database", "spicerack", "options", "-c statement_timeout=5s"),
            WireClient.startUp(
                    PROTOCOL + 2,
                    "user",
                    "b",
                    "_pq_.x",
                    "1",
                    "replication",
                    "off",
                    "DateStyle",
                    "ISO, DMY",
                    "TimeZone",
                    "x"),
            ByteBuffer.allocate(16).putInt(16).putInt(80877102).putLong(7).array(),
            ByteBuffer.allocate(8).putInt(8).putInt(80877103).array()));

    private final Mutations messages = new Mutations(List.of(
            WireClient.query("BEGIN; SELECT 1; COPY t TO STDOUT (FORMAT csv, HEADER); COMMIT"),
            WireClient.message('P', WireClient.string("s"), WireClient.string("SELECT $1, $2"), new byte[] {
                0, 2, 0, 0, 0, 23, 0, 0, 0, 25
            }),
            bind(),
            join(
                    WireClient.message('D', new byte[] {'P', 0}),
                    WireClient.message('E', WireClient.string("p"), new byte[] {0, 0, 0, 7}),
                    WireClient.message('C', new byte[] {'S', 's', 0}),
                    WireClient.message('S'),
                    WireClient.message('H'),
                    WireClient.message('d', new byte[] {1, 2, 3}),
                    WireClient.message('X'))));

    private final Mutations scripts = new Mutations(List.of(
            bytes(
                    "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; SAVEPOINT \"a b\"; ROLLBACK TO a; COMMIT AND NO CHAIN"),
            bytes(
                    "COPY (SELECT 'it''s', $$a;b$$, e'\\'x' FROM \"T\" -- c\n) TO STDOUT WITH (FORMAT csv, DELIMITER ';', NULL 'N',"
                            + " QUOTE '\"', HEADER true)"),
            bytes(
                    "COPY spice.t (a, \"b\") TO STDOUT BINARY; SET SESSION search_path TO a, 'b'; SHOW TIME ZONE; RESET ALL"),
            bytes("DECLARE c BINARY NO SCROLL CURSOR WITH HOLD FOR SELECT 1; FETCH FORWARD 100 FROM c; CLOSE ALL"),
            bytes(
                    "SELECT c.relname::regclass, 'pg_class'::regclass, '{a,b}'::text[] FROM pg_catalog.pg_class c WHERE c.relname"
                            + " OPERATOR(pg_catalog.~) '^(t)$' COLLATE pg_catalog.default AND generate_series(1, (2)) s /* /* */ */"),
            bytes("DEALLOCATE ALL; DISCARD ALL; UNLISTEN *; SET TRANSACTION READ ONLY; SET NAMES 'UTF8'; SELECT * FROM"
                    + " generate_series(1, 3) AS g, pg_type")));

    private final Mutations values = new Mutations(List.of(
            bytes("2024-02-29 12:34:56.789012+02:30"),
            bytes("-123456789012345678901234567890.12345e10"),
            bytes("\\x00ff7f"),
            bytes("12345678-1234-1234-1234-123456789abc"),
            bytes("infinity"),
            new byte[] {0, 3, 0, 1, 0x40, 0, 0, 4, 0, 1, 9, 0x29, 0, 7},
            new byte[] {0, 0, 0, 0, 0, 0, 0, 7},
            new byte[16]));

    private static final List<QueryType> TYPES = List.of(
            plain(new ColumnType.Bool()),
            plain(new ColumnType.Int(32)),
            plain(new ColumnType.Int(64)),
            plain(new ColumnType.Floating(32)),
            plain(new ColumnType.Floating(64)),
            plain(new ColumnType.Decimal(38, 10)),
            plain(new ColumnType.Text()),
            plain(new ColumnType.Json()),
            plain(new ColumnType.Binary()),
            plain(new ColumnType.Uuid()),
            plain(new ColumnType.Date()),
            plain(new ColumnType.Time()),
            plain(new ColumnType.Timestamp(false)),
            plain(new ColumnType.Timestamp(true)),
            QueryType.Special.SMALLINT,
            QueryType.Special.NUMERIC,
            QueryType.Special.INTERVAL,
            QueryType.Special.NULL,
            QueryType.Special.UNKNOWN);

    @Property(seed = "1729")
    void aFirstMessageIsReadOrRefused(@ForAll Random random) {
        starts.each(random, 20, input -> {
            Frames frames = cut(input, random);
            try {
                Frame frame = frames.start();
                if (frame != null) {
                    int unused = StartUp.code(frame);
                    StartUp start = StartUp.read(frame);
                    String user = start.user();
                    new ClientSettings().start(user, start.settings());
                }
            } catch (FatalException | QueryRefusal e) {
                // as it should be
            }
        });
    }

    @Property(seed = "1729")
    void aMessageIsReadOrRefused(@ForAll Random random) {
        messages.each(random, 20, input -> {
            Frames frames = cut(input, random);
            try {
                for (Frame frame = frames.next(MOST); frame != null; frame = frames.next(MOST)) {
                    Message message = Message.read(frame);
                    if (message instanceof Message.Bind bind) {
                        List<QueryType> types = new ArrayList<>();
                        for (int i = 0; i < bind.values().size(); i++) {
                            types.add(TYPES.get(random.nextInt(TYPES.size())));
                        }
                        refusedOrNot(() -> Parameters.read(bind, types));
                    }
                }
            } catch (FatalException e) {
                // as it should be
            }
        });
    }

    @Property(seed = "1729")
    void aScriptIsReadOrRefused(@ForAll Random random) {
        scripts.each(random, 20, input -> {
            String script = new String(input, StandardCharsets.UTF_8);
            refusedOrNot(() -> {
                for (SqlText statement : SqlText.split(script)) {
                    refusedOrNot(() -> StatementReader.read(statement));
                    refusedOrNot(() -> CatalogDialect.plain(statement.sql()));
                    refusedOrNot(() -> ColumnNames.of(script, ColumnNames.quotedIn(statement.sql())));
                }
                return script;
            });
        });
    }

    @Property(seed = "1729")
    void aValueOfAParameterIsReadOrRefused(@ForAll Random random) {
        values.each(random, 20, input -> {
            QueryType type = TYPES.get(random.nextInt(TYPES.size()));
            Message.Bind bind =
                    new Message.Bind("", "", List.of(random.nextInt(2)), Arrays.asList(input, null), List.of());
            refusedOrNot(() -> Parameters.read(bind, List.of(type, type)));
        });
    }

    private interface Reading {
        Object value() throws QueryRefusal;
    }

    private static void refusedOrNot(Reading reading) {
        try {
            Object unused = reading.value();
        } catch (QueryRefusal e) {
            // as it should be
        }
    }

    /** In pieces, as a network gives them. */
    private static Frames cut(byte[] input, Random random) {
        Frames frames = new Frames();
        int at = 0;
        while (at < input.length) {
            int end = Math.min(input.length, at + 1 + random.nextInt(40));
            frames.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return frames;
    }

    private static byte[] bind() {
        return WireClient.message(
                'B',
                WireClient.string("p"),
                WireClient.string("s"),
                new byte[] {0, 1, 0, 1, 0, 3, 0, 0, 0, 4, 0, 0, 0, 7, -1, -1, -1, -1},
                new byte[] {0, 0, 0, 3, 'x', 'y', 'z', 0, 1, 0, 1});
    }

    private static QueryType plain(ColumnType type) {
        return new QueryType.Plain(type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
