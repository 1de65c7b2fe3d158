package io.spicerack.engine.worker;

import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB says, in words of ours. DuckDB quotes values in messages of any class: those that are made while rows are read
 * are told by their class alone, and of those before it what stands in single quotes is left out.
 */
final class DuckDbErrors {
    /** A message that tells what it is, with the words for it; a group of the pattern fills a %s. */
    private record Told(Pattern message, SqlState state, String words) {
        Told(String message, SqlState state, String words) {
            this(Pattern.compile(message), state, words);
        }
    }

    private static final String NAME = "\"?([^\"\\n]{1,200}?)\"?";

    private static final List<Told> BEFORE_ROWS = List.of(
            new Told(
                    "Referenced column " + NAME + " (?:was )?not found (?:in|because) ",
                    SqlState.UNDEFINED_COLUMN,
                    "column \"%s\" does not exist"),
            new Told(
                    "Referenced table " + NAME + " not found",
                    SqlState.UNDEFINED_TABLE,
                    "there is no table \"%s\" in FROM"),
            new Told(
                    "Table " + NAME + " does not have a column named " + NAME + "(?:\\n|$)",
                    SqlState.UNDEFINED_COLUMN,
                    "table \"%s\" has no column \"%s\""),
            new Told(
                    "Ambiguous reference to column name " + NAME + " ",
                    SqlState.AMBIGUOUS_COLUMN,
                    "column \"%s\" is ambiguous"),
            new Told(
                    "column " + NAME + " must appear in the GROUP BY clause",
                    SqlState.GROUPING_ERROR,
                    "column \"%s\" must appear in GROUP BY or in an aggregate"),
            new Told(
                    "(?:Scalar|Aggregate|Table) Function with name " + NAME + " does not exist",
                    SqlState.UNDEFINED_FUNCTION,
                    "there is no function %s"),
            new Told(
                    "No function matches the given name and argument types '([^'\\n]*)'",
                    SqlState.UNDEFINED_FUNCTION,
                    "there is no function %s"),
            new Told(
                    "Table with name " + NAME + " does not exist",
                    SqlState.UNDEFINED_TABLE,
                    "relation \"%s\" does not exist"),
            new Told(
                    "Type with name " + NAME + " does not exist",
                    SqlState.UNDEFINED_OBJECT,
                    "type \"%s\" does not exist"),
            new Told("^Parser Error", SqlState.SYNTAX_ERROR, "syntax error"));

    private static final List<Told> ALWAYS = List.of(
            new Told(
                    "(?i)^Out of Memory Error|bad_alloc|std::bad_alloc",
                    SqlState.OUT_OF_MEMORY,
                    "the statement takes more memory than it may (spicerack.sql.memory). Ask for fewer rows or columns at a"
                            + " time, or group by less"),
            new Told("(?i)^Interrupt Error|Interrupted!", SqlState.QUERY_CANCELED, "the statement was cancelled"),
            new Told(
                    "(?i)^Conversion Error",
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "a value does not fit the type that it is cast to; TRY_CAST gives NULL instead"),
            new Told(
                    "(?i)^Out of Range Error",
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "a number is out of the range of its type"),
            new Told("(?i)division by zero|divide by zero", SqlState.DIVISION_BY_ZERO, "division by zero"),
            new Told(
                    "(?i)^Invalid Input Error",
                    SqlState.INVALID_PARAMETER_VALUE,
                    "a function was given what it cannot take"),
            new Told(
                    "(?i)^Not ?implemented Error",
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "the engine does not support this statement"),
            new Told("(?i)^Permission Error", SqlState.INSUFFICIENT_PRIVILEGE, "this is not permitted here"),
            new Told("(?i)^Constraint Error", SqlState.DATA_EXCEPTION, "a value breaks a rule of its type"));

    private static final int MOST_WORDS = 300;

    private DuckDbErrors() {}

    /** While rows were read: nothing of the message itself is told. */
    static QueryRefusal whileReading(Exception problem) {
        String message = String.valueOf(problem.getMessage());
        for (Told told : ALWAYS) {
            if (told.message().matcher(message).find()) {
                return new QueryRefusal(told.state(), told.words());
            }
        }
        return new QueryRefusal(SqlState.INTERNAL_ERROR, "the engine failed at the statement");
    }

    /** While a statement was looked at, before it could read a row. */
    static QueryRefusal whilePreparing(Exception problem) {
        String message = String.valueOf(problem.getMessage());
        for (Told told : BEFORE_ROWS) {
            Matcher found = told.message().matcher(message);
            if (found.find()) {
                Object[] names = new Object[found.groupCount()];
                for (int i = 0; i < names.length; i++) {
                    names[i] = found.group(i + 1);
                }
                return new QueryRefusal(told.state(), String.format(Locale.ROOT, told.words(), names));
            }
        }
        if (message.startsWith("Binder Error") || message.startsWith("Catalog Error")) {
            return new QueryRefusal(
                    message.startsWith("Catalog") ? SqlState.UNDEFINED_OBJECT : SqlState.DATATYPE_MISMATCH,
                    withoutLiterals(message));
        }
        return whileReading(problem);
    }

    private static String withoutLiterals(String message) {
        String line = message.lines().findFirst().orElse("").replaceFirst("^[A-Za-z ]*Error: ", "");
        String told = line.replaceAll("'[^']*'?", "'...'");
        return told.length() > MOST_WORDS ? told.substring(0, MOST_WORDS) : told;
    }
}
