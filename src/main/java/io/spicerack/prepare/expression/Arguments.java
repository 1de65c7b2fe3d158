package io.spicerack.prepare.expression;

import io.spicerack.prepare.expression.ValueType.Kind;
import java.util.Arrays;
import java.util.List;

/** The arguments of a function: their number and kinds checked, and what is computed of their values. Stateless. */
public final class Arguments {
    private Arguments() {}

    /** What a function computes of values that are all there. */
    public interface OfValues {
        Object of(Object[] values);
    }

    /** NULL where any argument is NULL, as in SQL. */
    public static CompiledExpression strict(ValueType type, List<CompiledExpression> arguments, OfValues function) {
        CompiledExpression.Cell[] cells =
                arguments.stream().map(CompiledExpression::cell).toArray(CompiledExpression.Cell[]::new);
        return new CompiledExpression(type, row -> {
            Object[] values = new Object[cells.length];
            for (int i = 0; i < cells.length; i++) {
                Object value = cells[i].value(row);
                if (value == null) {
                    return null;
                }
                values[i] = value;
            }
            return function.of(values);
        });
    }

    /** What a function makes of texts that are all there. */
    interface OfTexts {
        /** How long the text is going to be, or more. */
        long length(Object[] values);

        String of(Object[] values);
    }

    /** A text whose length is known before room is made for it; NULL where any argument is NULL. */
    static CompiledExpression text(List<CompiledExpression> arguments, OfTexts function) {
        CompiledExpression.Cell values =
                strict(ValueType.STRING, arguments, all -> all).cell();
        return new CompiledExpression(ValueType.STRING, row -> {
            Object[] all = (Object[]) values.value(row);
            if (all == null) {
                return null;
            }
            row.text(function.length(all));
            return function.of(all);
        });
    }

    /** Checks number and kinds of arguments; those beyond the last kind have that kind. */
    static void check(String name, List<CompiledExpression> arguments, int least, int most, Kind... kinds) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new ExpressionException(name + " has " + arguments.size() + " arguments; it takes "
                    + (least == most ? least : least + " to " + most));
        }
        for (int i = 0; i < arguments.size(); i++) {
            Kind kind = kinds[Math.min(i, kinds.length - 1)];
            if (!arguments.get(i).type().is(kind)) {
                throw new ExpressionException("argument " + (i + 1) + " of " + name + " is a "
                        + arguments.get(i).type().kind() + "; it takes " + Arrays.toString(kinds));
            }
        }
    }

    static void numbers(String name, List<CompiledExpression> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new ExpressionException(name + " has " + arguments.size() + " arguments; it takes "
                    + (least == most ? least : least + " to " + most));
        }
        arguments.stream()
                .filter(argument -> !argument.type().number())
                .findFirst()
                .ifPresent(other -> {
                    throw new ExpressionException(name + " has a "
                            + other.type().kind() + "; it takes numbers, which parseInt and parseDecimal make");
                });
    }
}
