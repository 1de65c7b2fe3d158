package io.spicerack.source.mysql;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.Wire;
import io.spicerack.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever bytes come where a MySQL's are expected, they are taken or refused as no protocol; nothing else breaks. */
@TakesLong
class MutatedPacketsTest {
    private static final byte[] QUERY = {5, 0, 0, 0, 3, 'S', 'E', 'L', '1'};
    private static final byte[] EXECUTE = {10, 0, 0, 0, 0x17, 1, 0, 0, 0, 0, 1, 0, 0, 0};

    private static final byte[] COLUMN = {
        3, 'd', 'e', 'f', 0, 0, 0, 1, 'c', 0, 0x0c, 45, 0, 0, 1, 0, 0, (byte) 0xfd, 0, 0, 0, 0, 0
    };

    private final Mutations texts = new Mutations(
            List.of(packets(new byte[] {2}, COLUMN, COLUMN, row("Ada", "Łódź"), row("", "x".repeat(300)), new byte[] {
                (byte) 0xfe, 0, 0, 2, 0
            })));
    private final Mutations binary = new Mutations(List.of(packets(
            new byte[] {1},
            column(0x0c),
            new byte[] {0, 0, 11, (byte) 0xe8, 7, 1, 2, 3, 4, 5, 6, 0, 0, 0},
            new byte[] {0, 4},
            new byte[] {(byte) 0xfe, 0, 0, 2, 0})));
    private final Mutations logins = new Mutations(List.of(packets(
            new byte[] {10, '8', '.', '4', 0, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, (byte) 0x0f, (byte) 0xa2},
            new byte[] {0, 0, 0, 2, 0, 0, 0})));

    @Property(seed = "1729")
    void rowsOfTextsArePassedOnOrRefused(@ForAll Random random) {
        passed(texts, QUERY, random);
    }

    @Property(seed = "1729")
    void rowsOfPreparedStatementsArePassedOnOrRefused(@ForAll Random random) {
        passed(binary, EXECUTE, random);
    }

    @Property(seed = "1729")
    void greetingsArePassedOnOrRefused(@ForAll Random random) {
        passed(logins, new byte[0], random);
    }

    private static void passed(Mutations answers, byte[] asked, Random random) {
        byte[] buffer = new byte[777];
        answers.each(random, 20, bytes -> {
            WireLimits limits = new WireLimits(1 << 16, Duration.ofHours(1), false, Reach.ANYWHERE);
            Wire.Streams streams =
                    MySqlPackets.watched(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), limits);
            streams.out().write(asked, 0, asked.length);
            try (InputStream in = streams.in()) {
                int read = 0;
                while (read >= 0) {
                    read = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
                }
            } catch (BrokenProtocolException | RowTooLargeException e) {
                // as it should be
            }
        });
    }

    private static byte[] column(int type) {
        byte[] column = COLUMN.clone();
        column[column.length - 6] = (byte) type;
        return column;
    }

    private static byte[] row(String... cells) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        for (String cell : cells) {
            byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 250) {
                row.write(0xfc);
                row.write(bytes.length);
                row.write(bytes.length >> 8);
            } else {
                row.write(bytes.length);
            }
            row.writeBytes(bytes);
        }
        return row.toByteArray();
    }

    private static byte[] packets(byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int sequence = 1;
        for (byte[] content : contents) {
            out.write(content.length);
            out.write(content.length >> 8);
            out.write(content.length >> 16);
            out.write(sequence++);
            out.writeBytes(content);
        }
        return out.toByteArray();
    }
}
