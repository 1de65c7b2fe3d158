package io.spicerack.source.mysql;

import io.spicerack.source.SplitQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables that some queries may read: those of the database, and its views, whose names are anywhere in their texts. A few
 * too many are harmless; where a table could be missed, as behind a function or in another database, there is no answer.
 * Stateless.
 */
final class MemberTables {
    private static final int MOST = 200;

    private MemberTables() {}

    /** The statement that keeps writers from all of them; empty where it cannot be told which they are. */
    static Optional<String> lock(Statement statement, List<SplitQuery> queries) throws SQLException {
        String texts = queries.stream()
                .map(query -> query.sql().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
        boolean elsewhere = names(
                        statement,
                        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME <> DATABASE()")
                .stream()
                .anyMatch(schema -> Pattern.compile(Pattern.quote(lower(schema)) + "[`\"]?\\s*\\.")
                        .matcher(texts)
                        .find());
        boolean functions = names(
                        statement,
                        "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION'")
                .stream()
                .anyMatch(function -> texts.contains(lower(function)));
        List<String> tables =
                names(statement, "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()")
                        .stream()
                        .filter(table -> texts.contains(lower(table)))
                        .toList();
        if (elsewhere || functions || tables.isEmpty() || tables.size() > MOST) {
            return Optional.empty();
        }
        return Optional.of(tables.stream()
                .map(table -> MySqlDialect.INSTANCE.identifier(table) + " READ")
                .collect(Collectors.joining(", ", "LOCK TABLES ", "")));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Statement statement, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
