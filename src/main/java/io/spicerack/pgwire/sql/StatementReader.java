package io.spicerack.pgwire.sql;

import io.spicerack.pgwire.sql.SqlToken.Kind;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells what the door answers itself: transactions, settings, COPY and cursors. All else is a query, which the engine reads. */
public final class StatementReader {
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "TABLE", "FROM");
    private static final String NAME = "name";

    private final SqlReader in;

    private StatementReader(SqlReader in) {
        this.in = in;
    }

    public static Statement read(SqlText text) throws QueryRefusal {
        SqlToken first = text.token(0);
        if (first.kind() != Kind.WORD) {
            return new Statement.Query(text.sql(), "SELECT");
        }
        String verb = first.text().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "COPY" -> CopyReader.read(text.sql());
            case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "SET", "RESET", "SHOW",
                    "DISCARD", "DEALLOCATE", "DECLARE", "FETCH", "MOVE", "CLOSE", "UNLISTEN" -> of(text).own();
            default -> new Statement.Query(text.sql(), QUERIES.contains(verb) ? "SELECT" : verb);
        };
    }

    private static StatementReader of(SqlText text) throws QueryRefusal {
        return new StatementReader(new SqlReader(text.sql()));
    }

    private Statement own() throws QueryRefusal {
        String verb = in.take().text().toUpperCase(Locale.ROOT);
        Statement read =
                switch (verb) {
                    case "BEGIN", "START" -> begin(verb);
                    case "COMMIT", "END" -> ended(new Statement.Commit());
                    case "ROLLBACK", "ABORT" -> rollback();
                    case "SAVEPOINT" -> new Statement.Savepoint(in.name());
                    case "RELEASE" -> release();
                    case "SET" -> set();
                    case "RESET" -> reset();
                    case "SHOW" -> new Statement.Show(setting());
                    case "DISCARD" -> discard();
                    case "DEALLOCATE" -> deallocate();
                    case "DECLARE" -> declare();
                    case "FETCH" -> fetch();
                    case "CLOSE" -> new Statement.CloseCursor(allOr());
                    case "UNLISTEN" -> unlisten();
                    default ->
                        throw new QueryRefusal(
                                SqlState.FEATURE_NOT_SUPPORTED, verb + " is not served; FETCH goes through a cursor's rows");
                };
        in.end();
        return read;
    }

    private Statement begin(String verb) throws QueryRefusal {
        if (verb.equals("START")) {
            in.demand("TRANSACTION");
        } else if (!in.takes("WORK")) {
            in.takes("TRANSACTION");
        }
        modes();
        return new Statement.Begin(verb.equals("START") ? "START TRANSACTION" : "BEGIN");
    }

    /** What a transaction may be: each statement reads what is current when it begins, and none writes. */
    private void modes() throws QueryRefusal {
        while (!in.atEnd()) {
            if (in.takes("ISOLATION")) {
                in.demand("LEVEL");
                isolation();
            } else if (in.takes("NOT")) {
                in.demand("DEFERRABLE");
            } else if (in.takes("READ")) {
                access();
            } else {
                in.demand("DEFERRABLE");
            }
            in.takes(",");
        }
    }

    private void isolation() throws QueryRefusal {
        String level = in.name() + (in.current().isName() && !in.current().is("READ") ? " " + in.name() : "");
        Isolation.refuseOther(level);
    }

    private void access() throws QueryRefusal {
        if (!in.takes("ONLY")) {
            in.demand("WRITE");
            throw Isolation.onlyRead();
        }
    }

    private Statement ended(Statement end) throws QueryRefusal {
        if (!in.takes("WORK")) {
            in.takes("TRANSACTION");
        }
        if (in.takes("AND")) {
            in.demand("NO");
            in.demand("CHAIN");
        }
        return end;
    }

    private Statement rollback() throws QueryRefusal {
        Statement all = ended(new Statement.Rollback());
        if (!in.takes("TO")) {
            return all;
        }
        in.takes("SAVEPOINT");
        return new Statement.RollbackTo(in.name());
    }

    private Statement release() throws QueryRefusal {
        in.takes("SAVEPOINT");
        return new Statement.Release(in.name());
    }

    private Statement set() throws QueryRefusal {
        if (!in.takes("SESSION")) {
            in.takes("LOCAL");
        } else if (in.takes("CHARACTERISTICS")) {
            in.demand("AS");
            in.demand("TRANSACTION");
            modes();
            return new Statement.Nothing("SET");
        }
        if (in.takes("TRANSACTION")) {
            modes();
            return new Statement.Nothing("SET");
        }
        if (in.takes("TIME")) {
            in.demand("ZONE");
            return new Statement.Assign("timezone", value(), "SET");
        }
        if (in.takes("NAMES")) {
            return new Statement.Assign("client_encoding", value(), "SET");
        }
        String setting = setting();
        if (setting.equals("role") || setting.equals("authorization")) {
            return new Statement.Assign(setting, value(), "SET");
        }
        if (!in.takes("=")) {
            in.demand("TO");
        }
        return new Statement.Assign(setting, value(), "SET");
    }

    /** A name, or one of the few that are several words. */
    private String setting() throws QueryRefusal {
        if (in.takes("TIME")) {
            in.demand("ZONE");
            return "timezone";
        }
        if (in.takes("TRANSACTION")) {
            in.demand("ISOLATION");
            in.demand("LEVEL");
            return "transaction_isolation";
        }
        StringBuilder name = new StringBuilder(in.name());
        while (in.takes(".")) {
            name.append('.').append(in.name());
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** One value, or several with commas between; empty for the default. */
    private Optional<String> value() throws QueryRefusal {
        if (in.takes("DEFAULT")) {
            return Optional.empty();
        }
        StringBuilder value = new StringBuilder();
        do {
            value.append(value.length() > 0 ? ", " : "");
            if (in.takes("-")) {
                value.append('-');
            }
            if (in.atEnd()) {
                throw in.unexpected("a value has to come");
            }
            value.append(in.take().text());
        } while (in.takes(","));
        return Optional.of(value.toString());
    }

    private Statement reset() throws QueryRefusal {
        if (in.takes("ALL")) {
            return new Statement.ResetAll("RESET");
        }
        if (in.takes("SESSION")) {
            in.demand("AUTHORIZATION");
            return new Statement.Nothing("RESET");
        }
        return new Statement.Assign(setting(), Optional.empty(), "RESET");
    }

    private Statement discard() throws QueryRefusal {
        String what = in.name().toUpperCase(Locale.ROOT);
        return switch (what) {
            case "ALL" -> new Statement.DiscardAll();
            case "PLANS", "SEQUENCES", "TEMP", "TEMPORARY" -> new Statement.Nothing("DISCARD " + what);
            default -> throw in.unexpected("DISCARD ALL, PLANS, SEQUENCES or TEMP");
        };
    }

    private Statement deallocate() throws QueryRefusal {
        in.takes("PREPARE");
        return new Statement.Deallocate(allOr());
    }

    private Optional<String> allOr() throws QueryRefusal {
        return in.takes("ALL") ? Optional.empty() : Optional.of(in.name());
    }

    private Statement declare() throws QueryRefusal {
        String cursor = in.name();
        boolean binary = false;
        while (!in.takes("CURSOR")) {
            if (in.takes("BINARY")) {
                binary = true;
            } else if (in.takes("NO")) {
                in.demand("SCROLL");
            } else if (in.current().is("SCROLL")) {
                throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "cursors go forward; declare it NO SCROLL");
            } else if (!in.takes("INSENSITIVE") && !in.takes("ASENSITIVE")) {
                throw in.unexpected("CURSOR has to come");
            }
        }
        boolean hold = in.takes("WITH");
        if (hold || in.takes("WITHOUT")) {
            in.demand("HOLD");
        }
        in.demand("FOR");
        String query = in.rest();
        while (!in.atEnd()) {
            in.take();
        }
        return new Statement.Declare(cursor, query, binary, hold);
    }

    private Statement fetch() throws QueryRefusal {
        long rows = 1;
        boolean forward = in.takes("FORWARD");
        if (in.takes("ALL")) {
            rows = Long.MAX_VALUE;
        } else if (in.current().kind() == Kind.NUMBER) {
            rows = count(in.take().text());
        } else if (in.current().is("-") || in.current().is("BACKWARD") || in.current().is("PRIOR")
                || in.current().is("LAST") || in.current().is("ABSOLUTE") || in.current().is("RELATIVE")) {
            throw new QueryRefusal(SqlState.FEATURE_NOT_SUPPORTED, "cursors go forward; FETCH 100 FROM " + NAME);
        } else if (!forward) {
            in.takes("NEXT");
        }
        if (!in.takes("FROM")) {
            in.takes("IN");
        }
        return new Statement.Fetch(in.name(), rows);
    }

    private long count(String digits) throws QueryRefusal {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw in.unexpected("a whole number of rows has to come before");
        }
    }

    private Statement unlisten() throws QueryRefusal {
        in.take();
        return new Statement.Nothing("UNLISTEN");
    }
}
