package io.spicerack.core.account;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.prepare.AccessRules.RulesDataSet;
import io.spicerack.table.CellText;
import io.spicerack.table.Column;
import io.spicerack.table.RowFilter.AnyOf;
import io.spicerack.table.RowGroup;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a rules data set, as QuickSight takes them: each names a user, and texts for columns. An empty cell stands for all
 * values, commas part several, and quotes hold a text that has a comma. Whoever has no rule sees no row.
 */
final class RulesData {
    /** As many as QuickSight takes for one user. */
    private static final int MOST = 999;

    private RulesData() {}

    /** What the rules of one user let through. {@link PolicyShutException} where a rule cannot be kept. */
    static AnyOf read(OpenDataSet rules, RulesDataSet kind, Principal user) {
        Schema schema = rules.schema();
        List<Integer> chosen = new ArrayList<>();
        int users = -1;
        boolean groups = false;
        for (int i = 0; i < schema.width(); i++) {
            Column column = schema.column(i);
            if (column.name().equalsIgnoreCase(kind.byArn() ? "UserARN" : "UserName")) {
                users = text(column, i);
            } else if (column.name().equalsIgnoreCase(kind.byArn() ? "GroupARN" : "GroupName")) {
                groups = true;
            } else {
                chosen.add(text(column, i));
            }
        }
        if (users < 0 && !groups) {
            throw new PolicyShutException(
                    (kind.byArn() ? "it has neither UserARN nor GroupARN" : "it has neither UserName nor GroupName")
                            + "; give one of its columns such a name, and refresh it");
        }
        String name = kind.byArn() ? user.arn().toString() : user.name();
        List<Map<String, Set<String>>> alternatives = new ArrayList<>();
        RowGroup group = new RowGroup(schema);
        // there are no groups here, so that what they are granted is granted to nobody
        while (users >= 0 && rules.next(group)) {
            for (int row = 0; row < group.rows(); row++) {
                if (name.equals(CellText.of(group, users, row))) {
                    alternatives.add(rule(group, row, chosen));
                }
                if (alternatives.size() > MOST) {
                    throw new PolicyShutException("it has more than " + MOST + " rules for '" + user.name()
                            + "'; put several texts of a column into one rule, with commas");
                }
            }
        }
        return new AnyOf(alternatives);
    }

    private static int text(Column column, int place) {
        if (!column.type().isText()) {
            throw new PolicyShutException("its column '" + column.name() + "' is of type "
                    + TypeNames.MANIFEST.name(column.type())
                    + ", and rules compare texts. Make it text in that data set's"
                    + " query (CAST), and refresh it");
        }
        return place;
    }

    private static Map<String, Set<String>> rule(RowGroup group, int row, List<Integer> chosen) {
        Map<String, Set<String>> texts = new LinkedHashMap<>();
        for (int column : chosen) {
            @Nullable String cell = CellText.of(group, column, row);
            if (cell != null && !cell.isEmpty()) {
                texts.put(group.schema().column(column).name(), texts(cell));
            }
        }
        return texts;
    }

    /** Of {@code a,"b, c"} these are {@code a} and {@code b, c}. */
    static Set<String> texts(String cell) {
        Set<String> texts = new LinkedHashSet<>();
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < cell.length(); i++) {
            char letter = cell.charAt(i);
            if (letter == '"' && quoted && i + 1 < cell.length() && cell.charAt(i + 1) == '"') {
                text.append('"');
                i++;
            } else if (letter == '"' && (quoted || text.isEmpty())) {
                quoted = !quoted;
            } else if (letter == ',' && !quoted) {
                add(texts, text);
            } else {
                text.append(letter);
            }
        }
        if (quoted) {
            throw new PolicyShutException(
                    "a quote in one of its cells does not end; a quote that is meant is written twice");
        }
        add(texts, text);
        return texts;
    }

    private static void add(Set<String> texts, StringBuilder text) {
        if (!text.isEmpty()) {
            texts.add(text.toString());
        }
        text.setLength(0);
    }
}
