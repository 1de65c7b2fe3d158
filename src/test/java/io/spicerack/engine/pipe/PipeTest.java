package io.spicerack.engine.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.table.CellText;
import io.spicerack.table.RandomTables;
import io.spicerack.table.ReadView;
import io.spicerack.table.RowFilter;
import io.spicerack.table.RowGroup;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What passes the pipe between the service and a worker, and what is made of what is no message. */
class PipeTest {
    private static PipeMessage passed(PipeContent content) throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        new PipeWriter(pipe).write(PipeKind.ROWS, 7, content);
        return new PipeReader(new ByteArrayInputStream(pipe.toByteArray())).read();
    }

    @Test
    void rowsOfEveryTypePassAsTheyAre() throws IOException {
        RowGroup group = RandomTables.group(3, 500);
        PipeContent content = new PipeContent();
        PipedRowGroups.write(group, content);
        PipeMessage message = passed(content);
        assertThat(message.query()).isEqualTo(7);
        RowGroup read = new RowGroup(group.schema());
        PipedRowGroups.read(new PipeFields(message), read);
        assertThat(read.rows()).isEqualTo(500);
        for (int column = 0; column < group.schema().width(); column++) {
            for (int row = 0; row < 500; row++) {
                assertThat(CellText.of(read, column, row)).isEqualTo(CellText.of(group, column, row));
            }
        }
    }

    @Test
    void valuesOfParametersPassAsTheyAre() throws IOException {
        List<@Nullable Object> values = Arrays.asList(
                null,
                true,
                -1,
                Long.MIN_VALUE,
                new BigDecimal("-1E+400"),
                Float.NaN,
                -0.0,
                "a\u0000ż",
                UUID.randomUUID(),
                LocalDate.of(-43, 3, 15),
                LocalTime.MAX,
                LocalDateTime.of(12024, 1, 1, 0, 0, 0, 1000),
                OffsetDateTime.parse("2024-01-01T00:00:00.000001Z"));
        Schema whole = SampleTables.edges().schema();
        ReadView view = new ReadView(
                whole,
                whole.only(List.of(whole.column(1).name(), whole.column(0).name())),
                Optional.of(new RowFilter(List.of(
                        new RowFilter.AnyOf(List.of(Map.of("ward", Set.of("a", "b"), "name", Set.of("ż")), Map.of())),
                        new RowFilter.AnyOf(List.of())))));
        PipeContent content = new PipeContent();
        new RunOrder(
                        5,
                        values,
                        List.of(new RunOrder.TableFiles(
                                "visits",
                                view,
                                List.of(new RunOrder.PlacedFile(
                                        Path.of("/x"), "file", "part-00000.parquet", 1, 2, 3)))),
                        new RunOrder.Share(2, 7))
                .write(content);
        RunOrder order = RunOrder.read(new PipeFields(passed(content)));
        assertThat(order.values()).isEqualTo(values);
        assertThat(order.keys()).isEqualTo(1);
        assertThat(order.tables().get(0).files().get(0).rowGroups()).isEqualTo(3);
        assertThat(order.tables().get(0).view()).isEqualTo(view);
        assertThat(order.share()).isEqualTo(new RunOrder.Share(2, 7));
    }

    @Test
    void aRefusalPassesWithItsStateAndPlace() throws IOException {
        PipeContent content = new PipeContent();
        PipedRefusals.write(new QueryRefusal(SqlState.SYNTAX_ERROR, "syntax error", 12), content);
        QueryRefusal read = PipedRefusals.read(new PipeFields(passed(content)));
        assertThat(read.state()).isEqualTo(SqlState.SYNTAX_ERROR);
        assertThat(read.words()).isEqualTo("syntax error");
        assertThat(read.position()).hasValue(12);
    }

    /** A worker that was taken over may send anything: it ends that worker, and takes no memory. */
    @Test
    void whatIsNoMessageIsRefused() {
        RowGroup group = RandomTables.group(4, 50);
        PipeContent content = new PipeContent();
        PipedRowGroups.write(group, content);
        byte[] good = Arrays.copyOf(content.array(), content.length());
        Random random = new Random(19);
        for (int i = 0; i < 300; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            for (int change = 0; change < 3 && bad.length > 0; change++) {
                bad[random.nextInt(Math.min(bad.length, 200))] = (byte) random.nextInt();
            }
            RowGroup read = new RowGroup(group.schema());
            try {
                PipedRowGroups.read(new PipeFields(new PipeMessage(PipeKind.ROWS, 1, bad)), read);
            } catch (RuntimeException e) {
                continue;
            }
        }
        byte[] large = ByteBuffer.allocate(9)
                .put((byte) PipeKind.ROWS.ordinal())
                .putInt(1)
                .putInt(Integer.MAX_VALUE)
                .array();
        assertThatThrownBy(() -> new PipeReader(new ByteArrayInputStream(large)).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2147483647 bytes");
        assertThatThrownBy(() -> new PipeReader(new ByteArrayInputStream(new byte[4])).read())
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(
                        () -> new PipeReader(new ByteArrayInputStream(new byte[] {99, 0, 0, 0, 0, 0, 0, 0, 0})).read())
                .isInstanceOf(RuntimeException.class);
    }

    /** The buffer of a process's pipe, 8 KB, holds what was written last. */
    @Test
    void aKeyIsOverwrittenInTheBufferOfThePipe() throws IOException {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x5A);
        KeptBuffer pipe = new KeptBuffer();
        new PipeWriter(pipe).writeSecret(PipeKind.KEY, 1, key);
        assertThat(pipe.buffer()).doesNotContain(0x5A);
        PipeReader reader = new PipeReader(new ByteArrayInputStream(pipe.passed.toByteArray()));
        assertThat(reader.read().content()).isEqualTo(key);
        assertThat(reader.read().kind()).isEqualTo(PipeKind.FILLER);
    }

    private static final class KeptBuffer extends java.io.BufferedOutputStream {
        private final ByteArrayOutputStream passed;

        KeptBuffer() {
            this(new ByteArrayOutputStream());
        }

        private KeptBuffer(ByteArrayOutputStream passed) {
            super(passed);
            this.passed = passed;
        }

        byte[] buffer() {
            return buf;
        }
    }
}
