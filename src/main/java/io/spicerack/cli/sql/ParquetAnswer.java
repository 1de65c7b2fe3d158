package io.spicerack.cli.sql;

import io.spicerack.cli.ServiceException;
import io.spicerack.table.DuplicateColumnException;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import io.spicerack.table.parquet.ChannelOutput;
import io.spicerack.table.parquet.Compression;
import io.spicerack.table.parquet.EncoderMemory;
import io.spicerack.table.parquet.ParquetEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a Parquet file that anybody can read who may open it: nothing in it is sealed. One thread. */
final class ParquetAnswer implements AnswerTaker, AutoCloseable {
    private final FileChannel file;
    private final List<ParquetColumn> columns = new ArrayList<>();
    private @Nullable ParquetEncoder encoder;
    private @Nullable RowGroup group;
    private long row;

    /** @param file a new one, which is closed with this */
    ParquetAnswer(FileChannel file) {
        this.file = file;
    }

    @Override
    public void begin(ResultSetMetaData described) throws SQLException, IOException {
        for (int place = 1; place <= described.getColumnCount(); place++) {
            columns.add(ParquetColumn.of(described, place));
        }
        Schema schema;
        try {
            schema = new Schema(columns.stream().map(ParquetColumn::column).toList());
        } catch (DuplicateColumnException e) {
            throw new ServiceException("a Parquet file cannot hold the answer: " + e.getMessage());
        }
        group = new RowGroup(schema);
        encoder = ParquetEncoder.inTheClear(new ChannelOutput(file), Compression.DEFAULT, new EncoderMemory(schema));
    }

    @Override
    public void row(ResultSet rows) throws SQLException, IOException {
        RowGroup filled = begun(group);
        row++;
        for (int i = 0; i < columns.size(); i++) {
            append(rows, i, filled);
        }
        filled.endRow();
        if (filled.full()) {
            begun(encoder).write(filled);
            filled.clear();
        }
    }

    private void append(ResultSet rows, int place, RowGroup filled) throws SQLException {
        ParquetColumn column = columns.get(place);
        try {
            RowMaps.append(filled, place, column.getter().get(rows, place + 1));
        } catch (ArithmeticException | DateTimeException e) {
            throw new ServiceException("row " + row + " has in column \"" + column.column().name() + "\" a value that "
                    + TypeNames.MANIFEST.name(column.column().type()) + " cannot hold. Cast the column to text");
        }
    }

    private static <T> T begun(@Nullable T made) {
        if (made == null) {
            throw new IllegalStateException("the answer has not begun");
        }
        return made;
    }

    @Override
    public void end() throws IOException {
        begun(encoder).write(begun(group));
        begun(encoder).finish();
    }

    @Override
    public void close() throws IOException {
        if (encoder != null) {
            encoder.close();
        }
        file.close();
    }
}
