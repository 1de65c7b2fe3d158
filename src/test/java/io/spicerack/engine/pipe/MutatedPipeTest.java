package io.spicerack.engine.pipe;

import io.spicerack.Mutations;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.table.RandomTables;
import io.spicerack.table.RowGroup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A worker that was taken over may say anything: it is understood, or is a failure that ends the worker. Nothing takes more memory
 * than the message has.
 */
class MutatedPipeTest {
    private static final RowGroup GROUP = RandomTables.group(5, 20);

    private final Mutations rows = new Mutations(List.of(content(to -> PipedRowGroups.write(GROUP, to))));
    private final Mutations words = new Mutations(List.of(
            content(to -> PipedRefusals.write(new QueryRefusal(SqlState.SYNTAX_ERROR, "syntax error", 12), to)),
            content(to -> new NamedTables(
                            List.of(new NamedTables.NamedTable("spice", "visits")), List.of("id", "name"), true, true)
                    .write(to)),
            content(to -> new Description(
                            List.of("INTEGER", "DECIMAL(9,2)"),
                            List.of(
                                    new Description.AnswerColumn("a", "VARCHAR[]"),
                                    new Description.AnswerColumn("b", "TIMESTAMP WITH TIME ZONE")))
                    .write(to))));
    private final Mutations streams = new Mutations(List.of(stream()));

    private final RowGroup read = new RowGroup(GROUP.schema());

    @Property(seed = "1729")
    void rowsAreReadOrAFailure(@ForAll Random random) {
        rows.each(random, 20, input -> failsOrNot(() -> PipedRowGroups.read(fields(input), read)));
    }

    @Property(seed = "1729")
    void answersAreReadOrAFailure(@ForAll Random random) {
        words.each(random, 20, input -> {
            failsOrNot(() -> PipedRefusals.read(fields(input)));
            failsOrNot(() -> NamedTables.read(fields(input)));
            failsOrNot(() -> {
                for (Description.AnswerColumn column :
                        Description.read(fields(input)).columns()) {
                    try {
                        AnswerType.of(column.name(), column.type()).told();
                    } catch (QueryRefusal e) {
                        // as it should be
                    }
                }
            });
        });
    }

    @Property(seed = "1729")
    void messagesAreReadOrAFailure(@ForAll Random random) {
        streams.each(random, 20, input -> {
            PipeReader reader = new PipeReader(new ByteArrayInputStream(input));
            try {
                while (true) {
                    reader.read().wipe();
                }
            } catch (IOException | IllegalArgumentException e) {
                // as it should be
            }
        });
    }

    private static void failsOrNot(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            // as it should be
        }
    }

    private static PipeFields fields(byte[] content) {
        return new PipeFields(new PipeMessage(PipeKind.ROWS, 1, content));
    }

    private static byte[] content(Consumer<PipeContent> writing) {
        PipeContent content = new PipeContent();
        writing.accept(content);
        return Arrays.copyOf(content.array(), content.length());
    }

    private static byte[] stream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PipeWriter writer = new PipeWriter(bytes);
        try {
            writer.write(PipeKind.READY, 0);
            writer.write(PipeKind.NAMED, 1, new PipeContent().text("visits"));
            writer.write(PipeKind.ROWS, 1, new PipeContent().bytes(new byte[70_000]));
            writer.write(PipeKind.ENDED, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
