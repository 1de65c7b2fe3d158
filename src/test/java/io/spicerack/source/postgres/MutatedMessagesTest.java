package io.spicerack.source.postgres;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.model.IngestionException;
import io.spicerack.source.ReadMeter;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.wire.BrokenProtocolException;
import io.spicerack.wire.Reach;
import io.spicerack.wire.RowTooLargeException;
import io.spicerack.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/** Whatever bytes come where PostgreSQL's are expected, they are taken or refused as no protocol; nothing else breaks. */
@TakesLong
class MutatedMessagesTest {
    private static final int MOST = 1 << 16;

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private final Mutations conversations = new Mutations(List.of(
            written(out -> {
                message(out, 'R', new byte[4]);
                message(out, 'S', text("server_version\0" + "16.4\0"));
                message(out, 'N', text("SNOTICE\0Mhello\0\0"));
                message(out, 'K', new byte[8]);
                message(out, 'Z', text("I"));
                message(out, 'T', description());
                message(out, 'D', row());
                message(out, 'D', row());
                message(out, 'C', text("SELECT 2\0"));
                message(out, 'Z', text("T"));
            }),
            written(out -> {
                message(out, 'R', new byte[] {0, 0, 0, 10, 'S', 'C', 'R', 'A', 'M', 0, 0});
                message(out, 'E', text("SERROR\0C42P01\0Mno\0\0"));
                message(out, 'Z', text("E"));
                message(out, '1', new byte[0]);
                message(out, '2', new byte[0]);
                message(out, 't', new byte[] {0, 1, 0, 0, 0, 25});
                message(out, 'H', new byte[] {1, 0, 1, 0, 1});
                message(out, 'd', copy());
                message(out, 'c', new byte[0]);
                message(out, 'A', new byte[] {0, 0, 0, 1, 'a', 0, 'b', 0});
            })));

    private final Mutations copies = new Mutations(List.of(copy()));

    @Property(seed = "1729")
    void messagesArePassedOnOrRefused(@ForAll Random random) {
        byte[] buffer = new byte[777];
        conversations.each(random, 20, bytes -> {
            WireLimits limits = new WireLimits(MOST, Duration.ofHours(1), false, Reach.ANYWHERE);
            try (InputStream in = PostgresMessages.watched(
                            new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), limits)
                    .in()) {
                int read = 0;
                while (read >= 0) {
                    read = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
                }
            } catch (BrokenProtocolException | RowTooLargeException e) {
                // as it should be
            }
        });
    }

    @Property(seed = "1729")
    void rowsOfACopyAreDecodedOrRefused(@ForAll Random random) {
        Schema schema = new Schema(List.of(
                new Column("i", new ColumnType.Int(32)),
                new Column("t", new ColumnType.Text()),
                new Column("n", new ColumnType.Decimal(20, 4)),
                new Column("w", new ColumnType.Decimal(9, 2)),
                new Column("d", new ColumnType.Date()),
                new Column("j", new ColumnType.Json()),
                new Column("u", new ColumnType.Uuid()),
                new Column("s", new ColumnType.Timestamp(true))));
        List<CopyField> fields = List.of(
                CopyFields::int4,
                CopyFields::bytes,
                new CopyNumeric("n", new ColumnType.Decimal(20, 4)),
                new CopyNumeric("w", new ColumnType.Decimal(9, 2)),
                CopyFields.date("d"),
                CopyFields.jsonb("j"),
                CopyFields::uuid,
                CopyFields.timestamp("s"));
        RowGroup group = new RowGroup(schema);
        copies.each(random, 20, bytes -> {
            group.clear();
            CopyRows rows = new CopyRows(new Cut(bytes, random.nextInt(40) + 1), ReadMeter.NONE, MOST);
            try {
                int count = rows.next();
                while (count != CopyRows.END && !group.full()) {
                    int position = rows.position();
                    for (int i = 0; i < count; i++) {
                        int length = CopyFields.int32(rows.data(), position);
                        position += 4;
                        if (length < 0) {
                            group.column(i % fields.size()).appendNull();
                        } else {
                            fields.get(i % fields.size())
                                    .append(rows.data(), position, length, group.column(i % fields.size()));
                            position += length;
                        }
                    }
                    rows.position(position);
                    count = rows.next();
                }
            } catch (SQLException | IngestionException e) {
                // as it should be
            }
        });
    }

    /** A COPY whose messages are cut somewhere. */
    private static final class Cut implements CopyOut {
        private final byte[] bytes;
        private final int each;
        private int at;

        Cut(byte[] bytes, int each) {
            this.bytes = bytes;
            this.each = each;
        }

        @Override
        public byte @Nullable [] readFromCopy() {
            return readFromCopy(true);
        }

        @Override
        public byte @Nullable [] readFromCopy(boolean block) {
            if (at >= bytes.length) {
                return null;
            }
            int from = at;
            at = Math.min(bytes.length, at + each);
            return Arrays.copyOfRange(bytes, from, at);
        }

        @Override
        public int getFieldCount() {
            return 1;
        }

        @Override
        public int getFormat() {
            return 1;
        }

        @Override
        public int getFieldFormat(int field) {
            return 1;
        }

        @Override
        public boolean isActive() {
            return at < bytes.length;
        }

        @Override
        public void cancelCopy() {}

        @Override
        public long getHandledRowCount() {
            return 0;
        }
    }

    /** Two rows of eight fields and the end. */
    private static byte[] copy() {
        return written(out -> {
            out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0});
            out.writeLong(0);
            for (int row = 0; row < 2; row++) {
                out.writeShort(8);
                field(out, new byte[] {0, 0, 1, 2});
                field(out, text("Łódź"));
                field(out, new byte[] {0, 3, 0, 1, 0x40, 0, 0, 4, 0, 1, 9, 0x29, 0, 7});
                field(out, new byte[] {0, 1, 0, 0, 0, 0, 0, 2, 0, 9});
                field(out, new byte[] {0, 0, 0x20, 0});
                field(out, text("\1{\"a\":1}"));
                field(out, new byte[16]);
                out.writeInt(-1);
            }
            out.writeShort(-1);
        });
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static byte[] description() {
        return written(out -> {
            out.writeShort(1);
            out.write(text("c\0"));
            out.write(new byte[18]);
        });
    }

    private static byte[] row() {
        return written(out -> {
            out.writeShort(2);
            field(out, text("cell"));
            out.writeInt(-1);
        });
    }

    private static void message(DataOutputStream out, char type, byte[] content) throws IOException {
        out.writeByte(type);
        out.writeInt(content.length + 4);
        out.write(content);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
