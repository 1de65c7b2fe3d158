package io.spicerack.prepare;

import io.spicerack.prepare.expression.Expression;
import java.util.List;
import java.util.Optional;

/** One of the operations that a logical table puts its rows through, in their order. Each knows its path for messages. */
sealed interface Transform {
    String path();

    /** Keeps these columns, in this order. */
    record Project(String path, List<String> columns) implements Transform {}

    record Rename(String path, String column, String to) implements Transform {}

    /** {@code fixed} and {@code format} are for decimals and for dates in texts. */
    record Cast(String path, String column, OutputColumn.Type to, boolean fixed, Optional<String> format)
            implements Transform {}

    record Create(String path, List<Calculated> columns) implements Transform {}

    /** Keeps the rows for which the condition is true. */
    record Filter(String path, Expression condition) implements Transform {}

    /** Says what a column is; an empty text takes that back. */
    record Describe(String path, String column, String text) implements Transform {}

    /** A column that an expression gives. */
    record Calculated(String path, String name, Expression expression) {}
}
