package io.spicerack.prepare.expression;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes expressions ready to run: every name and every type is checked before the first row. Not thread-safe. */
public final class ExpressionCompiler {
    private final Function<String, @Nullable CompiledExpression> columns;
    private final Set<String> names;
    private final LocalDateTime now;

    /**
     * @param columns what the expression may name; null for a name that is not there
     * @param names all of these
     * @param now one time for all rows of a refresh
     */
    public ExpressionCompiler(Function<String, @Nullable CompiledExpression> columns, Set<String> names, Instant now) {
        this.columns = columns;
        this.names = names;
        this.now = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    }

    public CompiledExpression compile(Expression expression) {
        if (expression instanceof Expression.Text text) {
            return CompiledExpression.constant(ValueType.STRING, text.value());
        }
        if (expression instanceof Expression.Number number) {
            return number(number.digits());
        }
        if (expression instanceof Expression.Column column) {
            CompiledExpression known = columns.apply(column.name());
            if (known == null) {
                throw new ExpressionException(
                        "there is no column '" + column.name() + "' here; there are " + new TreeSet<>(names));
            }
            return known;
        }
        if (expression instanceof Expression.Values) {
            throw new ExpressionException("a list in brackets may only be the second argument of in and notIn");
        }
        return call((Expression.Call) expression);
    }

    private static CompiledExpression number(String digits) {
        BigDecimal value = new BigDecimal(digits);
        return value.scale() == 0 && value.precision() <= 18
                ? CompiledExpression.constant(ValueType.INTEGER, value.longValueExact())
                : CompiledExpression.constant(ValueType.fixed(value.scale()), value);
    }

    private CompiledExpression call(Expression.Call call) {
        boolean in = call.name().equals("in") || call.name().equals("notin");
        if (in && call.arguments().size() == 2 && call.arguments().get(1) instanceof Expression.Values values) {
            CompiledExpression found = ConditionFunctions.in(
                    compile(call.arguments().get(0)),
                    values.values().stream().map(this::compile).toList());
            return call.name().equals("in") ? found : ConditionFunctions.not(found);
        }
        if (call.name().equals("now") && call.arguments().isEmpty()) {
            return CompiledExpression.constant(ValueType.dateTime(true), now);
        }
        List<CompiledExpression> arguments =
                call.arguments().stream().map(this::compile).toList();
        Function<List<CompiledExpression>, CompiledExpression> function = Functions.ALL.get(call.name());
        if (function == null) {
            throw new ExpressionException(
                    "there is no function '" + call.name() + "' here; served are " + Functions.names());
        }
        return function.apply(arguments);
    }
}
