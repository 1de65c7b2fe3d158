package io.spicerack.prepare.expression;

import java.util.List;

/** A parsed expression, in QuickSight's language for calculated fields. Immutable. */
public sealed interface Expression {
    record Text(String value) implements Expression {}

    /** A number as it was written. */
    @SuppressWarnings("JavaLangClash") // only ever written Expression.Number
    record Number(String digits) implements Expression {}

    record Column(String name) implements Expression {}

    /** A function or an operator; functions by their names in lower case. */
    record Call(String name, List<Expression> arguments) implements Expression {}

    /** Values in brackets, for {@code in}. */
    record Values(List<Expression> values) implements Expression {}
}
