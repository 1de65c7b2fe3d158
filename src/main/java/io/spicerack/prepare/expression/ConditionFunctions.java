package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.ValueType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Comparisons and logic, in SQL's three values: what is compared with NULL is neither true nor false. Stateless. */
final class ConditionFunctions {
    private ConditionFunctions() {}

    static void register(Map<String, Function<List<CompiledExpression>, CompiledExpression>> all) {
        all.put("=", arguments -> compare("=", arguments, order -> order == 0));
        all.put("<>", arguments -> compare("<>", arguments, order -> order != 0));
        all.put("<", arguments -> compare("<", arguments, order -> order < 0));
        all.put("<=", arguments -> compare("<=", arguments, order -> order <= 0));
        all.put(">", arguments -> compare(">", arguments, order -> order > 0));
        all.put(">=", arguments -> compare(">=", arguments, order -> order >= 0));
        all.put("between", ConditionFunctions::between);
        all.put("and", arguments -> decided("and", arguments, false));
        all.put("or", arguments -> decided("or", arguments, true));
        all.put("not", arguments -> {
            Arguments.check("not", arguments, 1, 1, Kind.BOOLEAN);
            return not(arguments.get(0));
        });
        all.put("isnull", arguments -> missing("isNull", arguments, true));
        all.put("isnotnull", arguments -> missing("isNotNull", arguments, false));
        all.put("ifelse", ConditionFunctions::ifelse);
        all.put("coalesce", ConditionFunctions::coalesce);
        all.put("nullif", ConditionFunctions::nullIf);
    }

    static CompiledExpression not(CompiledExpression condition) {
        return Arguments.strict(ValueType.BOOLEAN, List.of(condition), values -> !(Boolean) values[0]);
    }

    /** True where one is equal; NULL where none is, but one is NULL. */
    static CompiledExpression in(CompiledExpression value, List<CompiledExpression> values) {
        if (values.isEmpty()) {
            throw new ExpressionException("in needs at least one value in its brackets");
        }
        CompiledExpression found = compare("in", List.of(value, values.get(0)), order -> order == 0);
        for (CompiledExpression other : values.subList(1, values.size())) {
            found = decided("or", List.of(found, compare("in", List.of(value, other), order -> order == 0)), true);
        }
        return found;
    }

    private static CompiledExpression compare(String name, List<CompiledExpression> arguments, IntPredicate holds) {
        CompiledExpression left = arguments.get(0);
        CompiledExpression right = arguments.get(1);
        if (left.type().number() && right.type().number()) {
            boolean exact = !left.type().is(Kind.FLOAT) && !right.type().is(Kind.FLOAT);
            return Arguments.strict(
                    ValueType.BOOLEAN,
                    arguments,
                    values -> holds.test(
                            exact
                                    ? CompiledExpression.fixed((Number) values[0])
                                            .compareTo(CompiledExpression.fixed((Number) values[1]))
                                    : Double.compare(
                                            ((Number) values[0]).doubleValue(), ((Number) values[1]).doubleValue())));
        }
        if (!left.type().is(right.type().kind())) {
            throw new ExpressionException(name + " compares a " + left.type().kind() + " with a "
                    + right.type().kind() + "; make both the same, such as with parseDate, parseInt or toString");
        }
        return Arguments.strict(ValueType.BOOLEAN, arguments, values -> holds.test(order(values[0], values[1])));
    }

    /** Both are of one class: STRING, DATETIME or BOOLEAN. */
    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static CompiledExpression between(List<CompiledExpression> arguments) {
        if (arguments.size() != 3) {
            throw new ExpressionException("between has " + arguments.size() + " arguments; it takes 3");
        }
        return decided(
                "and",
                List.of(
                        compare("between", List.of(arguments.get(0), arguments.get(1)), order -> order >= 0),
                        compare("between", List.of(arguments.get(0), arguments.get(2)), order -> order <= 0)),
                false);
    }

    /** AND is decided by a false, OR by a true; undecided with a NULL, it is NULL. */
    private static CompiledExpression decided(String name, List<CompiledExpression> arguments, boolean deciding) {
        Arguments.check(name, arguments, 2, 2, Kind.BOOLEAN);
        CompiledExpression.Cell left = arguments.get(0).cell();
        CompiledExpression.Cell right = arguments.get(1).cell();
        return new CompiledExpression(ValueType.BOOLEAN, row -> {
            Object first = left.value(row);
            if (first != null && (Boolean) first == deciding) {
                return deciding;
            }
            Object second = right.value(row);
            if (second != null && (Boolean) second == deciding) {
                return deciding;
            }
            return first == null || second == null ? null : (Object) !deciding;
        });
    }

    private static CompiledExpression missing(String name, List<CompiledExpression> arguments, boolean wanted) {
        if (arguments.size() != 1) {
            throw new ExpressionException(name + " has " + arguments.size() + " arguments; it takes 1");
        }
        CompiledExpression.Cell cell = arguments.get(0).cell();
        return new CompiledExpression(ValueType.BOOLEAN, row -> (cell.value(row) == null) == wanted);
    }

    /** Pairs of a condition and a value, then the value for all other rows. */
    private static CompiledExpression ifelse(List<CompiledExpression> arguments) {
        if (arguments.size() < 3 || arguments.size() % 2 == 0) {
            throw new ExpressionException("ifelse has " + arguments.size()
                    + " arguments; it takes pairs of a condition and a value, then the value for the other rows");
        }
        List<CompiledExpression> conditions = new ArrayList<>();
        List<CompiledExpression> values = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            conditions.add(arguments.get(i));
            values.add(arguments.get(i + 1));
        }
        values.add(arguments.get(arguments.size() - 1));
        Arguments.check("ifelse", conditions, 1, conditions.size(), Kind.BOOLEAN);
        ValueType type = common(values);
        List<CompiledExpression> typed =
                values.stream().map(value -> value.as(type)).toList();
        return new CompiledExpression(type, row -> {
            for (int i = 0; i < conditions.size(); i++) {
                Object holds = conditions.get(i).cell().value(row);
                if (holds != null && (Boolean) holds) {
                    return typed.get(i).cell().value(row);
                }
            }
            return typed.get(typed.size() - 1).cell().value(row);
        });
    }

    private static CompiledExpression coalesce(List<CompiledExpression> arguments) {
        if (arguments.isEmpty()) {
            throw new ExpressionException("coalesce has no arguments; it takes 1 or more");
        }
        ValueType type = common(arguments);
        List<CompiledExpression> typed =
                arguments.stream().map(value -> value.as(type)).toList();
        return new CompiledExpression(type, row -> first(typed, row));
    }

    private static @Nullable Object first(List<CompiledExpression> values, Row row) {
        for (CompiledExpression value : values) {
            Object found = value.cell().value(row);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static CompiledExpression nullIf(List<CompiledExpression> arguments) {
        if (arguments.size() != 2) {
            throw new ExpressionException("nullIf has " + arguments.size() + " arguments; it takes 2");
        }
        CompiledExpression.Cell equal =
                compare("nullIf", arguments, order -> order == 0).cell();
        CompiledExpression value = arguments.get(0);
        return new CompiledExpression(value.type(), row -> {
            Object same = equal.value(row);
            return same != null && (Boolean) same ? null : value.cell().value(row);
        });
    }

    private static ValueType common(List<CompiledExpression> values) {
        return values.stream()
                .map(CompiledExpression::type)
                .reduce(ValueType::with)
                .orElseThrow();
    }
}
