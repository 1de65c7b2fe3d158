package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.RowFault.Code;
import io.spicerack.prepare.expression.ValueType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic: exact for whole numbers and decimals, IEEE 754 as soon as one is floating. What does not fit is a fault of
 * the row; a division by zero is NULL. Stateless.
 */
public final class NumberFunctions {
    private NumberFunctions() {}

    static void register(Map<String, Function<List<CompiledExpression>, CompiledExpression>> all) {
        all.put("+", arguments -> arithmetic("+", arguments));
        all.put("-", arguments -> arithmetic("-", arguments));
        all.put("*", arguments -> arithmetic("*", arguments));
        all.put("/", NumberFunctions::divide);
        all.put("%", NumberFunctions::remainder);
        all.put("mod", NumberFunctions::remainder);
        all.put(
                "unary -",
                arguments ->
                        arithmetic("-", List.of(CompiledExpression.constant(ValueType.INTEGER, 0L), arguments.get(0))));
        all.put("abs", arguments -> {
            Arguments.numbers("abs", arguments, 1, 1);
            return rounded("abs", arguments, arguments.get(0).type(), BigDecimal::abs);
        });
        all.put(
                "ceil",
                arguments -> rounded(
                        "ceil", arguments, ValueType.INTEGER, value -> value.setScale(0, RoundingMode.CEILING)));
        all.put(
                "floor",
                arguments ->
                        rounded("floor", arguments, ValueType.INTEGER, value -> value.setScale(0, RoundingMode.FLOOR)));
        all.put("round", NumberFunctions::round);
        all.put("decimaltoint", arguments -> {
            Arguments.numbers("decimalToInt", arguments, 1, 1);
            return arguments.get(0).as(ValueType.INTEGER);
        });
        all.put("inttodecimal", arguments -> {
            Arguments.check("intToDecimal", arguments, 1, 1, Kind.INTEGER);
            return arguments.get(0).as(ValueType.fixed(0));
        });
        all.put("parseint", arguments -> {
            Arguments.check("parseInt", arguments, 1, 1, Kind.STRING);
            return Arguments.strict(ValueType.INTEGER, arguments, values -> whole((String) values[0]));
        });
        all.put("parsedecimal", arguments -> {
            Arguments.check("parseDecimal", arguments, 1, 1, Kind.STRING);
            return Arguments.strict(ValueType.FLOAT, arguments, values -> decimal((String) values[0])
                    .doubleValue());
        });
    }

    /** A whole number of up to 19 digits. */
    public static Long whole(String text) {
        BigDecimal value = decimal(text);
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw new RowFault(
                    value.stripTrailingZeros().scale() > 0
                            ? Code.NUMBER_PARSE_FAILURE
                            : Code.NUMBER_BITWIDTH_TOO_LARGE);
        }
    }

    public static BigDecimal decimal(String text) {
        String stripped = text.strip();
        if (!stripped.matches("[+-]?([0-9]{1,100}(\\.[0-9]{0,100})?|\\.[0-9]{1,100})([eE][+-]?[0-9]{1,3})?")) {
            throw new RowFault(Code.NUMBER_PARSE_FAILURE);
        }
        return new BigDecimal(stripped);
    }

    private static CompiledExpression arithmetic(String operator, List<CompiledExpression> arguments) {
        Arguments.numbers(operator, arguments, 2, 2);
        ValueType left = arguments.get(0).type();
        ValueType right = arguments.get(1).type();
        ValueType common = left.with(right);
        ValueType type =
                operator.equals("*") && common.is(Kind.FIXED) ? ValueType.fixed(left.scale() + right.scale()) : common;
        return Arguments.strict(type, arguments, values -> {
            Number a = (Number) values[0];
            Number b = (Number) values[1];
            return switch (type.kind()) {
                case INTEGER -> whole(operator, a.longValue(), b.longValue());
                case FLOAT -> floating(operator, a.doubleValue(), b.doubleValue());
                default ->
                    exact(operator, CompiledExpression.fixed(a), CompiledExpression.fixed(b))
                            .setScale(type.scale(), RoundingMode.HALF_EVEN);
            };
        });
    }

    private static Object whole(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                default -> Math.multiplyExact(a, b);
            };
        } catch (ArithmeticException e) {
            throw new RowFault(Code.ARITHMETIC_EXCEPTION);
        }
    }

    private static Object floating(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            default -> a * b;
        };
    }

    private static BigDecimal exact(String operator, BigDecimal a, BigDecimal b) {
        return switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            default -> a.multiply(b);
        };
    }

    private static CompiledExpression divide(List<CompiledExpression> arguments) {
        Arguments.numbers("/", arguments, 2, 2);
        boolean floating =
                arguments.stream().anyMatch(argument -> argument.type().is(Kind.FLOAT));
        ValueType type = floating ? ValueType.FLOAT : ValueType.fixed(ValueType.MOST_SCALE);
        return nullByZero(type, arguments, values -> {
            Number a = (Number) values[0];
            Number b = (Number) values[1];
            return floating
                    ? (Object) (a.doubleValue() / b.doubleValue())
                    : CompiledExpression.fixed(a)
                            .divide(CompiledExpression.fixed(b), type.scale(), RoundingMode.HALF_EVEN);
        });
    }

    private static CompiledExpression remainder(List<CompiledExpression> arguments) {
        Arguments.check("mod", arguments, 2, 2, Kind.INTEGER);
        return nullByZero(ValueType.INTEGER, arguments, values -> (Long) values[0] % (Long) values[1]);
    }

    private static CompiledExpression nullByZero(
            ValueType type, List<CompiledExpression> arguments, Arguments.OfValues function) {
        CompiledExpression.Cell divisor = arguments.get(1).cell();
        CompiledExpression.Cell divided =
                Arguments.strict(type, arguments, function).cell();
        return new CompiledExpression(type, row -> zero(divisor.value(row)) ? null : divided.value(row));
    }

    private static boolean zero(@Nullable Object value) {
        return value instanceof BigDecimal decimal
                ? decimal.signum() == 0
                : value instanceof Number number && number.doubleValue() == 0;
    }

    private static CompiledExpression rounded(
            String name, List<CompiledExpression> arguments, ValueType type, UnaryOperator<BigDecimal> function) {
        Arguments.numbers(name, arguments, 1, 1);
        return new CompiledExpression(
                type,
                Arguments.strict(
                                ValueType.fixed(0),
                                arguments,
                                values -> function.apply(CompiledExpression.fixed((Number) values[0])))
                        .as(type)
                        .cell());
    }

    private static CompiledExpression round(List<CompiledExpression> arguments) {
        Arguments.numbers("round", arguments, 1, 2);
        int digits = 0;
        if (arguments.size() == 2) {
            Object given =
                    arguments.get(1).cell() instanceof CompiledExpression.Constant constant ? constant.value() : null;
            if (!(given instanceof Long whole) || whole < 0 || whole > ValueType.MOST_SCALE) {
                throw new ExpressionException("the second argument of round must be a number from 0 to 12, as written");
            }
            digits = whole.intValue();
        }
        int scale = digits;
        return Arguments.strict(
                ValueType.fixed(scale), arguments, values -> CompiledExpression.fixed((Number) values[0])
                        .setScale(scale, RoundingMode.HALF_UP));
    }
}
