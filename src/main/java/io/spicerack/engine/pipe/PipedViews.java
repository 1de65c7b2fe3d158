package io.spicerack.engine.pipe;

import io.spicerack.table.ReadView;
import io.spicerack.table.RowFilter;
import io.spicerack.table.RowFilter.AnyOf;
import io.spicerack.table.Schema;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a data set is shown, on its way to who reads the files. */
final class PipedViews {
    private PipedViews() {}

    static void write(ReadView view, PipeContent to) {
        TableDefinition.columns(view.whole().columns(), to);
        TableDefinition.columns(view.shown().columns(), to);
        to.flag(view.rows().isPresent());
        view.rows().ifPresent(filter -> to.list(filter.demands(), PipedViews::demand));
    }

    private static void demand(PipeContent to, AnyOf demand) {
        to.list(
                demand.alternatives(),
                (content, alternative) ->
                        content.list(alternative.entrySet(), (column, texts) -> column.text(texts.getKey())
                                .list(texts.getValue(), PipeContent::text)));
    }

    static ReadView read(PipeFields from) {
        Schema whole = new Schema(TableDefinition.columns(from));
        Schema shown = new Schema(TableDefinition.columns(from));
        Optional<RowFilter> rows =
                from.flag() ? Optional.of(new RowFilter(from.list(PipedViews::demand))) : Optional.empty();
        return new ReadView(whole, shown, rows);
    }

    private static AnyOf demand(PipeFields from) {
        return new AnyOf(from.list(PipedViews::alternative));
    }

    private static Map<String, Set<String>> alternative(PipeFields from) {
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        from.list(column -> texts.put(column.text(), new HashSet<>(column.list(PipeFields::text))) == null);
        return texts;
    }
}
