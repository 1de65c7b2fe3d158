package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.pgwire.value.ListText;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients write when they ask PostgreSQL's catalogs, for an engine that has schemas of its own under those names: the names
 * of schemas, of operators and of types that only catalogs have. Nothing of what a statement means is decided here.
 */
public final class CatalogDialect {
    private static final String PG_CATALOG = "pg_catalog";

    /** Where the engine keeps what clients look for in these. */
    private static final Map<String, String> SCHEMAS = Map.of(PG_CATALOG, "pgcat", "information_schema", "pginfo");

    /** Types of PostgreSQL alone, as a cast to them is understood. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("name", "VARCHAR"),
            Map.entry("char", "VARCHAR"),
            Map.entry("bpchar", "VARCHAR"),
            Map.entry("regproc", "VARCHAR"),
            Map.entry("regclass", "VARCHAR"),
            Map.entry("regtype", "VARCHAR"),
            Map.entry("regrole", "VARCHAR"),
            Map.entry("regnamespace", "VARCHAR"),
            Map.entry("regoperator", "VARCHAR"),
            Map.entry("regprocedure", "VARCHAR"),
            Map.entry("regconfig", "VARCHAR"),
            Map.entry("regdictionary", "VARCHAR"),
            Map.entry("regcollation", "VARCHAR"),
            Map.entry("oid", "BIGINT"),
            Map.entry("xid", "BIGINT"),
            Map.entry("regoper", "VARCHAR"),
            Map.entry("sql_identifier", "VARCHAR"),
            Map.entry("character_data", "VARCHAR"),
            Map.entry("yes_or_no", "VARCHAR"),
            Map.entry("cardinal_number", "INTEGER"),
            Map.entry("int2vector", "SMALLINT[]"),
            Map.entry("oidvector", "BIGINT[]"),
            Map.entry("aclitem", "VARCHAR"));

    /** A text that is cast to one of these is the name of something, and the cast gives its number. */
    private static final Map<String, String> NAMED =
            Map.of("regclass", "spicerack_regclass", "regtype", "spicerack_regtype");

    private static final Pattern CONCERNED = Pattern.compile(
            "pg_|information_schema|~|operator\\s*\\(|(::|\\bas\\b)\\s*\"?(reg|name|oid|char|xid)|collate",
            Pattern.CASE_INSENSITIVE);

    /** What may follow a function in FROM and is no alias. */
    private static final Set<String> AFTER_FROM = Set.of(
            "on",
            "where",
            "join",
            "cross",
            "left",
            "right",
            "inner",
            "full",
            "natural",
            "group",
            "order",
            "limit",
            "union",
            "with",
            "having",
            "window",
            "offset",
            "fetch",
            "except",
            "intersect",
            "using");

    /** What clients ask of catalogs is long, and not without end: each token is an object. */
    private static final int MOST_TOKENS = 50_000;

    /** What is written in the place of the tokens up to {@code last}. */
    private record Planned(int last, String by) {}

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private final Set<Integer> aliases = new HashSet<>();
    private final Map<Integer, Planned> planned = new HashMap<>();
    private int copied;
    private int at;

    private CatalogDialect(String sql) throws QueryRefusal {
        this.sql = sql;
        SqlLexer lexer = new SqlLexer(sql, 0);
        for (SqlToken token = lexer.next(); token.kind() != Kind.END; token = lexer.next()) {
            if (tokens.size() == MOST_TOKENS) {
                throw new QueryRefusal(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "a statement that names a catalog has more than " + MOST_TOKENS
                                + " words; give values as parameters");
            }
            tokens.add(token);
        }
    }

    public static String plain(String sql) throws QueryRefusal {
        return CONCERNED.matcher(sql).find() ? new CatalogDialect(sql).rewritten() : sql;
    }

    private String rewritten() {
        while (at < tokens.size()) {
            boolean done = planned()
                    || castCall()
                    || alias()
                    || operator()
                    || symbols()
                    || collation()
                    || cast()
                    || series()
                    || schema();
            if (!done) {
                at++;
            }
        }
        // a semicolon at the end stays
        return plain.append(sql, copied, sql.length()).toString();
    }

    /** {@code OPERATOR(pg_catalog.~)} is {@code ~}. */
    private boolean operator() {
        if (!token(0).is("OPERATOR") || !token(1).is("(") || !isSchema(2)) {
            return false;
        }
        StringBuilder operator = new StringBuilder();
        int end = 4;
        while (token(end).kind() == Kind.SYMBOL && !token(end).is(")")) {
            operator.append(token(end++).text());
        }
        if (!pattern(operator.toString(), end + 1)) {
            replace(at, at + end, " " + operator + " ");
        }
        return true;
    }

    /** The same where it is written as it is. */
    private boolean symbols() {
        StringBuilder operator = new StringBuilder();
        int end = 0;
        while (token(end).kind() == Kind.SYMBOL
                && "!~*".contains(token(end).text())
                && (end == 0 || token(end).start() == token(end - 1).end())) {
            operator.append(token(end++).text());
        }
        if (end == 0) {
            return false;
        }
        if (!pattern(operator.toString(), end)) {
            at += end;
        }
        return true;
    }

    /** @param first where what follows the operator begins: what is computed is left to the engine */
    private boolean pattern(String operator, int first) {
        SqlToken begin = token(first);
        int last = first;
        if (begin.is("$") && token(first + 1).kind() == Kind.NUMBER) {
            last = first + 1;
        }
        SqlToken after = token(last + 1);
        boolean column = ValueWords.isColumn(begin, after);
        if (!ValueWords.endsValue(token(-1))
                || after.is("[")
                || (last == first && begin.kind() != Kind.TEXT && !column)) {
            return false;
        }
        Optional<String> text = begin.kind() == Kind.TEXT ? Optional.of(begin.text()) : Optional.empty();
        Optional<String> plainly = PatternOperator.plain(
                operator, sql.substring(begin.start(), token(last).end()), text);
        int end = at + last;
        plainly.ifPresent(by -> replace(at, end, by));
        return plainly.isPresent();
    }

    /** The default collation, and the one of bytes, are how texts are compared here. */
    private boolean collation() {
        int name = isSchema(1) ? 3 : 1;
        boolean plainly = token(0).is("COLLATE")
                && List.of("default", "c", "ucs_basic", "posix")
                        .contains(token(name).text().toLowerCase(Locale.ROOT));
        if (plainly) {
            replace(at, at + name, " ");
        }
        return plainly;
    }

    /** {@code CAST(x AS regclass)} is what {@code x::regclass} is; its end is written when it is come to. */
    private boolean castCall() {
        if (!token(0).is("CAST") || !token(1).is("(")) {
            return false;
        }
        int close = closing(1);
        int name = close - 1;
        int as = isSchema(name - 2) ? name - 3 : name - 1;
        String type = token(name).text().toLowerCase(Locale.ROOT);
        if (as > 1 && token(as).is("AS") && TYPES.containsKey(type)) {
            boolean named = NAMED.containsKey(type) && (token(2).kind() == Kind.TEXT || token(2).is("$"));
            if (named) {
                copy(token(0).start());
                plain.append(NAMED.get(type)).append('(');
                copied = token(2).start();
            }
            planned.put(at + as, new Planned(at + name, named ? "" : "AS " + TYPES.get(type)));
        }
        at += 2;
        return true;
    }

    /** Where the parenthesis closes that opens {@code ahead}. */
    private int closing(int ahead) {
        int depth = 0;
        int end = ahead;
        do {
            depth += token(end).is("(") ? 1 : token(end).is(")") ? -1 : 0;
            end++;
        } while (depth > 0 && token(end).kind() != Kind.END);
        return end - 1;
    }

    private boolean planned() {
        Planned written = planned.get(at);
        if (written == null) {
            return false;
        }
        replace(at, written.last(), written.by());
        return true;
    }

    private boolean cast() {
        if (!token(0).is(":") || !token(1).is(":")) {
            return false;
        }
        int name = isSchema(2) ? 4 : 2;
        String type = token(name).text().toLowerCase(Locale.ROOT);
        String known = TYPES.get(type);
        SqlToken before = token(-1);
        List<@Nullable String> elements =
                before.kind() == Kind.TEXT && token(name + 1).is("[") ? ListText.elements(before.text()) : null;
        if (elements != null) {
            list(elements, before);
        } else if (before.kind() == Kind.TEXT && NAMED.containsKey(type)) {
            int from = at - 1;
            copy(tokens.get(from).start());
            plain.append(NAMED.get(type))
                    .append('(')
                    .append(sql, before.start(), before.end())
                    .append(')');
            copied = token(name).end();
            at += name + 1;
        } else if (known != null && token(name).isName()) {
            replace(at, at + name, "::" + known);
        } else if (name == 4) {
            replace(at, at + 3, "::");
        } else {
            at += 2;
        }
        return true;
    }

    /** {@code '{a,b}'::text[]} in the engine's words; the cast stays. */
    private void list(List<@Nullable String> elements, SqlToken before) {
        copy(before.start());
        plain.append('[');
        for (int i = 0; i < elements.size(); i++) {
            String element = elements.get(i);
            plain.append(i == 0 ? "" : ", ").append(element == null ? "NULL" : "'" + element.replace("'", "''") + "'");
        }
        plain.append(']');
        copied = before.end();
        at += 2;
    }

    /** The alias of a function in FROM is the name of its column too. */
    private boolean series() {
        if (!token(0).is("generate_series") || !token(1).is("(")) {
            return false;
        }
        int end = closing(1) + 1;
        int alias = token(end).is("AS") ? end + 1 : end;
        if (token(alias).isName()
                && !AFTER_FROM.contains(token(alias).name())
                && !token(alias + 1).is("(")) {
            aliases.add(at + alias);
        }
        at++;
        return true;
    }

    private boolean alias() {
        if (!aliases.contains(at)) {
            return false;
        }
        String name = sql.substring(token(0).start(), token(0).end());
        replace(at, at, name + "(" + name + ")");
        return true;
    }

    private boolean schema() {
        if (isUnqualified()) {
            copy(token(0).start());
            plain.append(SCHEMAS.get(PG_CATALOG)).append('.');
            copied = token(0).start();
            at++;
            return true;
        }
        if (!isSchema(0)) {
            return false;
        }
        boolean plainly = token(3).is("(") || token(-1).is("AS") || token(-1).is(":");
        // functions are found without their schema, and types have none
        replace(at, plainly ? at + 1 : at, plainly ? "" : String.valueOf(SCHEMAS.get(token(0).name())));
        return true;
    }

    /** Whether a relation of the catalog stands there without its schema, in FROM. */
    private boolean isUnqualified() {
        boolean from = token(-1).is("FROM") || token(-1).is("JOIN") || token(-1).is(",");
        return from && token(0).isName() && token(0).name().startsWith("pg_") && !token(1).is(".") && !token(1).is("(");
    }

    /** Whether the name of a catalog's schema stands there, and a point after it. */
    private boolean isSchema(int ahead) {
        return token(ahead).isName()
                && SCHEMAS.containsKey(token(ahead).name())
                && token(ahead + 1).is(".");
    }

    /** Puts a text in the place of some tokens, and goes on behind them. */
    private void replace(int first, int last, String by) {
        int to = Math.min(last, tokens.size() - 1);
        copy(tokens.get(first).start());
        plain.append(by);
        copied = tokens.get(to).end();
        at = to + 1;
    }

    private void copy(int to) {
        plain.append(sql, Math.min(copied, to), to);
    }

    private SqlToken token(int ahead) {
        int place = at + ahead;
        return place >= 0 && place < tokens.size()
                ? tokens.get(place)
                : new SqlToken(Kind.END, "", sql.length(), sql.length());
    }
}
