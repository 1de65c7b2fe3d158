package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column of an answer is called that has no name of its own: PostgreSQL takes the name of the function or of the type,
 * DuckDB the whole expression, and clients look for what PostgreSQL says.
 */
public final class ColumnNames {
    private static final String NOTHING = "?column?";
    private static final Pattern CALL = Pattern.compile("\"?([A-Za-z_][A-Za-z0-9_]*)\"?\\(.*\\)", Pattern.DOTALL);
    private static final Pattern CAST =
            Pattern.compile("CAST\\((.*) AS ([^()]+(?:\\([0-9, ]+\\))?)\\)", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_\\x80-\\uffff][A-Za-z0-9_$\\x80-\\uffff]*");

    private static final Pattern COLUMN = Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_$]*\\.)+([A-Za-z_][A-Za-z0-9_$]*)");

    private ColumnNames() {}

    /** The names that stand in quotes in a statement: whoever wrote them wants to hear them. */
    public static Set<String> quotedIn(String sql) throws QueryRefusal {
        if (sql.indexOf('"') < 0) {
            return Set.of();
        }
        Set<String> quoted = new HashSet<>();
        SqlLexer lexer = new SqlLexer(sql, 0);
        for (SqlToken token = lexer.next(); token.kind() != Kind.END; token = lexer.next()) {
            if (token.kind() == Kind.QUOTED) {
                quoted.add(token.text());
            }
        }
        return quoted;
    }

    public static String of(String name, Set<String> quoted) {
        if (quoted.contains(name) || (PLAIN.matcher(name).matches() && !name.equals("NULL"))) {
            return name;
        }
        Matcher cast = CAST.matcher(name);
        if (cast.matches()) {
            String inner = of(ofTable(cast.group(1)), quoted);
            return inner.equals(NOTHING) ? cast.group(2).toLowerCase(Locale.ROOT) : inner;
        }
        if (name.equals("count_star()")) {
            return "count";
        }
        Matcher call = CALL.matcher(name);
        if (call.matches()) {
            return call.group(1).toLowerCase(Locale.ROOT);
        }
        boolean computed =
                name.startsWith("(") || name.startsWith("'") || name.equals("NULL") || name.matches("-?[0-9.]+");
        return name.startsWith("CASE ") ? "case" : computed ? NOTHING : name;
    }

    /** The column of {@code table.column}. */
    private static String ofTable(String name) {
        Matcher column = COLUMN.matcher(name);
        return column.matches() ? column.group(1) : name;
    }
}
