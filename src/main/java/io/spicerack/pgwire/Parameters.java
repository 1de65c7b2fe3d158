package io.spicerack.pgwire;

import io.spicerack.pgwire.value.CellFormat;
import io.spicerack.pgwire.value.ParameterBinary;
import io.spicerack.pgwire.value.ParameterText;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that a client binds to the parameters of a statement, as the engine takes them. */
final class Parameters {
    private Parameters() {}

    static List<@Nullable Object> read(Message.Bind bind, List<QueryType> types) throws QueryRefusal {
        List<byte @Nullable []> values = bind.values();
        if (values.size() != types.size()) {
            throw new QueryRefusal(
                    SqlState.PROTOCOL_VIOLATION,
                    "the statement has " + types.size() + " parameters, and " + values.size() + " values came");
        }
        List<Integer> formats = formats(bind.formats(), types.size(), "values");
        List<@Nullable Object> read = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            byte[] value = values.get(i);
            String name = "$" + (i + 1);
            read.add(value == null ? null : value(types.get(i), formats.get(i), value, name));
        }
        return Collections.unmodifiableList(read);
    }

    private static Object value(QueryType type, int format, byte[] value, String name) throws QueryRefusal {
        return format == CellFormat.BINARY
                ? ParameterBinary.read(type, value, name)
                : ParameterText.read(type, ParameterBinary.utf8(value, name), name);
    }

    /** One format for each, from none, one for all, or one each. */
    static List<Integer> formats(List<Integer> said, int count, String what) throws QueryRefusal {
        if (said.size() > 1 && said.size() != count) {
            throw new QueryRefusal(
                    SqlState.PROTOCOL_VIOLATION, said.size() + " formats came for " + count + " " + what);
        }
        for (int format : said) {
            if (format != CellFormat.TEXT && format != CellFormat.BINARY) {
                throw new QueryRefusal(
                        SqlState.INVALID_PARAMETER_VALUE, "format " + format + " is neither 0, text, nor 1, binary");
            }
        }
        return said.size() == count && count > 0
                ? said
                : Collections.nCopies(count, said.isEmpty() ? CellFormat.TEXT : said.get(0));
    }
}
