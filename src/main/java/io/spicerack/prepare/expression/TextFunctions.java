package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.ValueType.Kind;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Functions of texts. Places are counted from 1, in characters. Stateless. */
public final class TextFunctions {
    private TextFunctions() {}

    static void register(Map<String, Function<List<CompiledExpression>, CompiledExpression>> all) {
        all.put("toupper", arguments -> changed("toUpper", arguments, text -> text.toUpperCase(Locale.ROOT)));
        all.put("tolower", arguments -> changed("toLower", arguments, text -> text.toLowerCase(Locale.ROOT)));
        all.put("trim", arguments -> changed("trim", arguments, String::strip));
        all.put("ltrim", arguments -> changed("ltrim", arguments, String::stripLeading));
        all.put("rtrim", arguments -> changed("rtrim", arguments, String::stripTrailing));
        all.put("contains", arguments -> tested("contains", arguments, String::contains));
        all.put("startswith", arguments -> tested("startsWith", arguments, String::startsWith));
        all.put("endswith", arguments -> tested("endsWith", arguments, String::endsWith));
        all.put("concat", TextFunctions::concat);
        all.put("strlen", arguments -> {
            Arguments.check("strlen", arguments, 1, 1, Kind.STRING);
            return Arguments.strict(ValueType.INTEGER, arguments, values -> (long) length((String) values[0]));
        });
        all.put("locate", arguments -> {
            Arguments.check("locate", arguments, 2, 2, Kind.STRING);
            return Arguments.strict(ValueType.INTEGER, arguments, values -> {
                String text = (String) values[0];
                int at = text.indexOf((String) values[1]);
                return at < 0 ? 0L : text.codePointCount(0, at) + 1L;
            });
        });
        all.put("replace", arguments -> {
            Arguments.check("replace", arguments, 3, 3, Kind.STRING);
            return Arguments.text(arguments, new Replace());
        });
        all.put("left", arguments -> {
            Arguments.check("left", arguments, 2, 2, Kind.STRING, Kind.INTEGER);
            return Arguments.strict(
                    ValueType.STRING, arguments, values -> part((String) values[0], 1, (Long) values[1]));
        });
        all.put("right", arguments -> {
            Arguments.check("right", arguments, 2, 2, Kind.STRING, Kind.INTEGER);
            return Arguments.strict(ValueType.STRING, arguments, values -> {
                String text = (String) values[0];
                long count = Math.min((Long) values[1], length(text));
                return part(text, length(text) - count + 1, count);
            });
        });
        all.put("substring", arguments -> {
            Arguments.check("substring", arguments, 3, 3, Kind.STRING, Kind.INTEGER);
            return Arguments.strict(
                    ValueType.STRING,
                    arguments,
                    values -> part((String) values[0], (Long) values[1], (Long) values[2]));
        });
        all.put("tostring", arguments -> {
            if (arguments.size() != 1) {
                throw new ExpressionException("toString has " + arguments.size() + " arguments; it takes 1");
            }
            return text(arguments.get(0));
        });
    }

    /** Any value as text: numbers plain, dates in ISO form. */
    public static CompiledExpression text(CompiledExpression value) {
        boolean utc = value.type().utc();
        return value.type().is(Kind.STRING)
                ? value
                : Arguments.strict(ValueType.STRING, List.of(value), values -> text(values[0], utc));
    }

    private static String text(Object value, boolean utc) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof LocalDateTime time
                ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time) + (utc ? "Z" : "")
                : value.toString();
    }

    private static CompiledExpression changed(
            String name, List<CompiledExpression> arguments, UnaryOperator<String> function) {
        Arguments.check(name, arguments, 1, 1, Kind.STRING);
        return Arguments.text(arguments, new Changed(function));
    }

    private static CompiledExpression tested(
            String name, List<CompiledExpression> arguments, BiPredicate<String, String> test) {
        Arguments.check(name, arguments, 2, 2, Kind.STRING);
        return Arguments.strict(
                ValueType.BOOLEAN, arguments, values -> test.test((String) values[0], (String) values[1]));
    }

    private static CompiledExpression concat(List<CompiledExpression> arguments) {
        Arguments.check("concat", arguments, 1, 256, Kind.STRING);
        return Arguments.text(arguments, new Concat());
    }

    private record Concat() implements Arguments.OfTexts {
        @Override
        public long length(Object[] values) {
            long length = 0;
            for (Object value : values) {
                length += ((String) value).length();
            }
            return length;
        }

        @Override
        public String of(Object[] values) {
            StringBuilder whole = new StringBuilder((int) length(values));
            for (Object value : values) {
                whole.append((String) value);
            }
            return whole.toString();
        }
    }

    private record Replace() implements Arguments.OfTexts {
        @Override
        public long length(Object[] values) {
            String text = (String) values[0];
            String old = (String) values[1];
            long grows = ((String) values[2]).length() - (long) old.length();
            if (old.isEmpty() || grows <= 0) {
                return text.length();
            }
            long count = 0;
            for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
                count++;
            }
            return text.length() + count * grows;
        }

        @Override
        public String of(Object[] values) {
            String old = (String) values[1];
            return old.isEmpty() ? (String) values[0] : ((String) values[0]).replace(old, (String) values[2]);
        }
    }

    /** @param function makes at most three characters of one, as upper case does of some ligatures */
    private record Changed(UnaryOperator<String> function) implements Arguments.OfTexts {
        @Override
        public long length(Object[] values) {
            return ((String) values[0]).length();
        }

        @Override
        public String of(Object[] values) {
            return function.apply((String) values[0]);
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** As much of it as is there. */
    private static String part(String text, long start, long count) {
        long from = Math.max(start, 1) - 1;
        long to = Math.min(Math.max(start - 1, 0) + Math.max(count, 0), length(text));
        return from >= to
                ? ""
                : text.substring(text.offsetByCodePoints(0, (int) from), text.offsetByCodePoints(0, (int) to));
    }
}
