package io.spicerack.engine.pipe;

import io.spicerack.table.ReadView;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a prepared statement. The keys of its files follow, each in a message of its own, in the order of the files.
 *
 * @param statement the number of the prepared statement
 * @param values of its parameters
 */
public record RunOrder(int statement, List<@Nullable Object> values, List<TableFiles> tables) {
    /** The files of a table that is read, and what of them is shown. */
    public record TableFiles(String table, ReadView view, List<PlacedFile> files) {}

    /**
     * A sealed file, and what its manifest says of it.
     *
     * @param name in messages
     * @param part its name in the manifest
     */
    public record PlacedFile(Path path, String name, String part, long bytes, long rows, int rowGroups) {}

    /** How many keys follow. */
    public int keys() {
        return tables.stream().mapToInt(table -> table.files().size()).sum();
    }

    public void write(PipeContent to) {
        to.number(statement);
        to.list(values, ParameterValues::write);
        to.list(tables, (content, table) -> {
            content.text(table.table());
            PipedViews.write(table.view(), content);
            content.list(table.files(), RunOrder::write);
        });
    }

    private static void write(PipeContent to, PlacedFile file) {
        to.text(file.path().toString())
                .text(file.name())
                .text(file.part())
                .number(file.bytes())
                .number(file.rows())
                .number(file.rowGroups());
    }

    public static RunOrder read(PipeFields from) {
        return new RunOrder(
                from.number(),
                from.list(ParameterValues::read),
                from.list(table -> new TableFiles(
                        table.text(),
                        PipedViews.read(table),
                        table.list(file -> new PlacedFile(
                                Path.of(file.text()),
                                file.text(),
                                file.text(),
                                file.longNumber(),
                                file.longNumber(),
                                file.number())))));
    }
}
