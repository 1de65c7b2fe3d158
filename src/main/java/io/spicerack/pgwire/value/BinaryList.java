package io.spicerack.pgwire.value;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.table.Column;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's binary arrays of one dimension (array_send), from their text and to it. */
final class BinaryList {
    private static final int NULL = -1;

    /** Reads one element of a list that a client sends. */
    @FunctionalInterface
    interface ElementReader {
        Object read(QueryType element, byte[] value, String name) throws QueryRefusal;
    }

    private BinaryList() {}

    /** Writes a list by its text, which the engine has made. */
    static void write(QueryType element, CellFormat format, String text, WireBytes out) {
        List<@Nullable String> elements = ListText.elements(text);
        if (elements == null) {
            throw new IllegalStateException("the engine gave a list that is no array");
        }
        out.putInt(elements.isEmpty() ? 0 : 1)
                .putInt(elements.contains(null) ? 1 : 0)
                .putInt(PgType.of(element).oid());
        if (elements.isEmpty()) {
            return;
        }
        out.putInt(elements.size()).putInt(1);
        RowGroup one = new RowGroup(new Schema(List.of(new Column("element", element.carrier()))));
        for (String value : elements) {
            if (value == null) {
                out.putInt(NULL);
            } else {
                one.clear();
                RowMaps.append(one, 0, carried(element, value));
                int at = out.size();
                out.putInt(0);
                format.write(one.column(0), 0, out);
                out.setInt(at, out.size() - at - 4);
            }
        }
    }

    private static Object carried(QueryType element, String value) {
        try {
            return ParameterText.read(element, value, "element");
        } catch (QueryRefusal e) {
            throw new IllegalStateException("the engine gave a list with an element of another type", e);
        }
    }

    /** The text of a parameter that is a list; null where the bytes are none of one dimension. */
    static @Nullable String read(QueryType element, byte[] bytes, ElementReader reader) throws QueryRefusal {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int dimensions = in.getInt();
            in.getInt();
            in.getInt();
            if (dimensions == 0) {
                return "{}";
            }
            int count = in.getInt();
            in.getInt();
            if (dimensions != 1 || count < 0 || count > in.remaining() / 4) {
                return null;
            }
            List<@Nullable String> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(element(element, in, reader));
            }
            return in.hasRemaining() ? null : ListText.of(elements);
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static @Nullable String element(QueryType element, ByteBuffer in, ElementReader reader)
            throws QueryRefusal {
        int length = in.getInt();
        if (length == NULL) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] value = new byte[length];
        in.get(value);
        Object read = reader.read(element, value, "element");
        if (read instanceof String || read instanceof BigDecimal) {
            return read.toString();
        }
        RowGroup one = new RowGroup(new Schema(List.of(new Column("element", element.carrier()))));
        RowMaps.append(one, 0, read);
        WireBytes text = new WireBytes(32);
        TextCell.of(element).write(one.column(0), 0, text);
        return new String(text.copy(), StandardCharsets.UTF_8);
    }
}
