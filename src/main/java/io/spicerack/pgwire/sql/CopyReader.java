package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Locale;

/** Reads {@code COPY ... TO STDOUT} with its options, in the form of today and in that of before PostgreSQL 9. */
final class CopyReader {
    private final SqlReader in;

    private CopyReader(SqlReader in) {
        this.in = in;
    }

    static Statement read(String sql) throws QueryRefusal {
        return new CopyReader(new SqlReader(sql)).statement();
    }

    private Statement statement() throws QueryRefusal {
        in.demand("COPY");
        String query = in.current().is("(") ? in.parenthesised() : table();
        if (in.current().is("FROM")) {
            throw new QueryRefusal(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "COPY FROM writes, and this door only reads; COPY (SELECT ...) TO STDOUT copies rows out");
        }
        in.demand("TO");
        if (!in.takes("STDOUT")) {
            throw new QueryRefusal(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "COPY writes no file of the server and starts no program; COPY ... TO STDOUT gives the rows to the"
                            + " client, and psql's \\copy puts them into a file there");
        }
        in.takes("WITH");
        CopyFormat format = in.current().is("(") ? options() : formerOptions();
        in.end();
        return new Statement.CopyOut(query, checked(format));
    }

    /** A table in the place of a query, with the columns that are wanted. */
    private String table() throws QueryRefusal {
        StringBuilder name = new StringBuilder(quoted(in.name()));
        while (in.takes(".")) {
            name.append('.').append(quoted(in.name()));
        }
        String columns = in.current().is("(") ? in.parenthesised() : "*";
        return "SELECT " + columns + " FROM " + name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private CopyFormat options() throws QueryRefusal {
        in.demand("(");
        CopyFormat format = CopyFormat.AS_TEXT;
        do {
            String option = in.name().toUpperCase(Locale.ROOT);
            format = option(format, option);
        } while (in.takes(","));
        in.demand(")");
        return format;
    }

    private CopyFormat option(CopyFormat format, String option) throws QueryRefusal {
        return switch (option) {
            // said first or last, the other options stay
            case "FORMAT" -> kind(format, value());
            case "DELIMITER" -> format.withDelimiter(character());
            case "NULL" -> format.withNull(in.text());
            case "QUOTE", "ESCAPE" -> quote(format);
            case "HEADER" ->
                format.withHeader(in.current().is(",") || in.current().is(")") || bool(value()));
            case "ENCODING" -> encoding(format);
            default ->
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "COPY has no option " + option
                                + " here; there are FORMAT, HEADER, DELIMITER, NULL, QUOTE and ENCODING");
        };
    }

    private CopyFormat formerOptions() throws QueryRefusal {
        CopyFormat format = CopyFormat.AS_TEXT;
        while (!in.atEnd()) {
            String option = in.name().toUpperCase(Locale.ROOT);
            if (option.equals("CSV") || option.equals("BINARY")) {
                format = kind(format, option);
            } else if (option.equals("HEADER")) {
                format = format.withHeader(true);
            } else {
                in.takes("AS");
                format = option(format, option);
            }
        }
        return format;
    }

    private CopyFormat kind(CopyFormat before, String name) throws QueryRefusal {
        CopyFormat.Kind kind =
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "TEXT" -> CopyFormat.Kind.TEXT;
                    case "CSV" -> CopyFormat.Kind.CSV;
                    case "BINARY" -> CopyFormat.Kind.BINARY;
                    default ->
                        throw in.unexpected("COPY has the formats text, csv and binary; one of them has to come");
                };
        CopyFormat was = CopyFormat.of(before.kind());
        CopyFormat is = CopyFormat.of(kind).withHeader(before.header()).withQuote(before.quote());
        CopyFormat delimited = before.delimiter() == was.delimiter() ? is : is.withDelimiter(before.delimiter());
        return before.nothing().equals(was.nothing()) ? delimited : delimited.withNull(before.nothing());
    }

    private CopyFormat quote(CopyFormat format) throws QueryRefusal {
        return format.withQuote(character());
    }

    private CopyFormat encoding(CopyFormat format) throws QueryRefusal {
        String name = value().toUpperCase(Locale.ROOT).replace("-", "");
        if (!name.equals("UTF8")) {
            throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "COPY writes UTF8 alone");
        }
        return format;
    }

    private String value() throws QueryRefusal {
        return in.current().kind() == Kind.TEXT || in.current().kind() == Kind.NUMBER
                ? in.take().text()
                : in.name();
    }

    private boolean bool(String value) throws QueryRefusal {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw in.unexpected("true or false has to come");
        };
    }

    private char character() throws QueryRefusal {
        String text = in.text();
        if (text.length() != 1 || text.charAt(0) >= 0x80 || "\r\n\\".indexOf(text.charAt(0)) >= 0) {
            throw new QueryRefusal(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "a delimiter and a quote of COPY are one character below 128, neither a backslash nor a line's end");
        }
        return text.charAt(0);
    }

    private static CopyFormat checked(CopyFormat format) throws QueryRefusal {
        boolean plain = (format.delimiter() >= 'a' && format.delimiter() <= 'z')
                || (format.delimiter() >= '0' && format.delimiter() <= '9')
                || format.delimiter() == '.';
        boolean mixed = format.kind() == CopyFormat.Kind.CSV && format.delimiter() == format.quote();
        boolean lines = format.nothing().indexOf('\n') >= 0 || format.nothing().indexOf('\r') >= 0;
        if (mixed || lines || (plain && format.kind() == CopyFormat.Kind.TEXT)) {
            throw new QueryRefusal(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "a delimiter of COPY is no letter, digit, dot or quote, and NULL is written without the end of a line");
        }
        if (format.kind() == CopyFormat.Kind.BINARY && format.header()) {
            throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "COPY has no header in binary format");
        }
        return format;
    }
}
