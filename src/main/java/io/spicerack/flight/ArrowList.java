package io.spicerack.flight;

import io.spicerack.pgwire.value.ListText;
import io.spicerack.pgwire.value.ParameterText;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.table.BytesVector;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnVector;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/** Lists, which an answer has as PostgreSQL's text of an array, as Arrow's: their elements end to end in one vector. */
record ArrowList(QueryType element, ArrowColumn values) implements ArrowColumn {
    @Override
    public void write(ColumnVector from, int first, int count, FieldVector to) throws QueryRefusal {
        ListVector lists = (ListVector) to;
        lists.setInitialCapacity(count);
        lists.allocateNew();
        RowGroup all = new RowGroup(new Schema(List.of(new Column("element", element.carrier()))));
        int elements = 0;
        for (int i = 0; i < count; i++) {
            if (!from.isNull(first + i)) {
                List<@Nullable String> texts = texts((BytesVector) from, first + i);
                lists.startNewValue(i);
                for (String text : texts) {
                    RowMaps.append(all, 0, text == null ? null : ParameterText.read(element, text, "element"));
                }
                lists.endValue(i, texts.size());
                elements += texts.size();
            }
        }
        values.write(all.column(0), 0, elements, lists.getDataVector());
    }

    private static List<@Nullable String> texts(BytesVector column, int row) {
        List<@Nullable String> elements = ListText.elements(
                new String(column.data(), column.start(row), column.length(row), StandardCharsets.UTF_8));
        if (elements == null) {
            throw new IllegalStateException("the engine gave a list that is no array");
        }
        return elements;
    }
}
