package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.RowFault.Code;
import io.spicerack.prepare.expression.ValueType.Kind;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Functions of dates. Weeks begin on Sunday, as in QuickSight. Stateless. */
public final class DateFunctions {
    private DateFunctions() {}

    /** QuickSight's periods. */
    private enum Period {
        YYYY(ChronoUnit.YEARS),
        Q(IsoFields.QUARTER_YEARS),
        MM(ChronoUnit.MONTHS),
        WK(ChronoUnit.WEEKS),
        DD(ChronoUnit.DAYS),
        HH(ChronoUnit.HOURS),
        MI(ChronoUnit.MINUTES),
        SS(ChronoUnit.SECONDS);

        private final java.time.temporal.TemporalUnit unit;

        Period(java.time.temporal.TemporalUnit unit) {
            this.unit = unit;
        }

        LocalDateTime start(LocalDateTime time) {
            LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
            return switch (this) {
                case YYYY -> day.withDayOfYear(1);
                case Q -> day.with(IsoFields.DAY_OF_QUARTER, 1);
                case MM -> day.withDayOfMonth(1);
                case WK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
                case DD -> day;
                case HH -> time.truncatedTo(ChronoUnit.HOURS);
                case MI -> time.truncatedTo(ChronoUnit.MINUTES);
                case SS -> time.truncatedTo(ChronoUnit.SECONDS);
            };
        }
    }

    static void register(Map<String, Function<List<CompiledExpression>, CompiledExpression>> all) {
        all.put("parsedate", arguments -> {
            Arguments.check("parseDate", arguments, 1, 2, Kind.STRING);
            return parse(arguments.get(0), arguments.size() == 1 ? "" : literal("parseDate", arguments.get(1)));
        });
        all.put("formatdate", arguments -> {
            Arguments.check("formatDate", arguments, 2, 2, Kind.DATETIME, Kind.STRING);
            DateTimeFormatter formatter = formatter(literal("formatDate", arguments.get(1)));
            return Arguments.strict(
                    ValueType.STRING, arguments, values -> format((LocalDateTime) values[0], formatter));
        });
        all.put("extract", DateFunctions::extract);
        all.put("truncdate", arguments -> {
            Arguments.check("truncDate", arguments, 2, 2, Kind.STRING, Kind.DATETIME);
            Period period = period("truncDate", arguments.get(0));
            return Arguments.strict(
                    arguments.get(1).type(),
                    List.of(arguments.get(1)),
                    values -> period.start((LocalDateTime) values[0]));
        });
        all.put("adddatetime", arguments -> {
            Arguments.check("addDateTime", arguments, 3, 3, Kind.INTEGER, Kind.STRING, Kind.DATETIME);
            Period period = period("addDateTime", arguments.get(1));
            return Arguments.strict(
                    arguments.get(2).type(),
                    List.of(arguments.get(0), arguments.get(2)),
                    values -> add((LocalDateTime) values[1], (Long) values[0], period));
        });
        all.put("datediff", arguments -> {
            Arguments.check("dateDiff", arguments, 2, 3, Kind.DATETIME, Kind.DATETIME, Kind.STRING);
            Period period = arguments.size() == 3 ? period("dateDiff", arguments.get(2)) : Period.DD;
            return Arguments.strict(
                    ValueType.INTEGER,
                    arguments.subList(0, 2),
                    values -> period.unit.between(
                            period.start((LocalDateTime) values[0]), period.start((LocalDateTime) values[1])));
        });
    }

    /** Dates in a text; an empty format takes those of ISO 8601. */
    public static CompiledExpression parse(CompiledExpression text, String format) {
        ValueType type = ValueType.dateTime(false);
        if (format.isEmpty()) {
            return Arguments.strict(type, List.of(text), values -> DateFormats.iso((String) values[0]));
        }
        DateTimeFormatter formatter = formatter(format);
        return Arguments.strict(type, List.of(text), values -> DateFormats.parse((String) values[0], formatter));
    }

    private static CompiledExpression extract(List<CompiledExpression> arguments) {
        Arguments.check("extract", arguments, 2, 2, Kind.STRING, Kind.DATETIME);
        String part = literal("extract", arguments.get(0));
        Function<LocalDateTime, Integer> field =
                switch (part) {
                    case "YYYY" -> LocalDateTime::getYear;
                    case "Q" -> time -> time.get(IsoFields.QUARTER_OF_YEAR);
                    case "MM" -> LocalDateTime::getMonthValue;
                    case "DD" -> LocalDateTime::getDayOfMonth;
                    case "WD" -> time -> time.getDayOfWeek().getValue() % 7 + 1;
                    case "HH" -> LocalDateTime::getHour;
                    case "MI" -> LocalDateTime::getMinute;
                    case "SS" -> LocalDateTime::getSecond;
                    default ->
                        throw new ExpressionException(
                                "extract has no period '" + part + "'; allowed are YYYY, Q, MM, DD, WD, HH, MI and SS");
                };
        return Arguments.strict(
                ValueType.INTEGER, List.of(arguments.get(1)), values -> (long) field.apply((LocalDateTime) values[0]));
    }

    private static String format(LocalDateTime time, DateTimeFormatter formatter) {
        try {
            return formatter.format(time);
        } catch (DateTimeException e) {
            throw new RowFault(Code.MALFORMED_DATE);
        }
    }

    private static LocalDateTime add(LocalDateTime time, long amount, Period period) {
        try {
            return time.plus(amount, period.unit);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RowFault(Code.ARITHMETIC_EXCEPTION);
        }
    }

    private static Period period(String name, CompiledExpression argument) {
        String text = literal(name, argument);
        for (Period period : Period.values()) {
            if (period.name().equals(text)) {
                return period;
            }
        }
        throw new ExpressionException(name + " has no period '" + text + "'; allowed are " + List.of(Period.values()));
    }

    private static String literal(String name, CompiledExpression argument) {
        if (argument.cell() instanceof CompiledExpression.Constant constant
                && constant.value() instanceof String text) {
            return text;
        }
        throw new ExpressionException("the period or format of " + name + " must be a text, as written");
    }

    private static DateTimeFormatter formatter(String pattern) {
        try {
            return DateFormats.formatter(pattern);
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("'" + pattern + "' is no format of dates");
        }
    }
}
