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
 * @param share which row groups are read of those that have to be
 */
public record RunOrder(int statement, List<@Nullable Object> values, List<TableFiles> tables, Share share) {
    /**
     * One share of the row groups of a table, which are dealt out one by one.
     *
     * @param number from 0 on
     */
    public record Share(int number, int of) {
        public static final Share ALL = new Share(0, 1);

        /**
         * Whether a row group belongs to it.
         *
         * @param place of the row group, counted over all files
         */
        public boolean has(int place) {
            return place % of == number;
        }
    }

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
        to.number(share.number()).number(share.of());
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
                                file.number())))),
                new Share(from.number(), from.number()));
    }
}
