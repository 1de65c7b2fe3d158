package io.spicerack.prepare;

import io.spicerack.model.DefinitionException;
import io.spicerack.prepare.expression.CompiledExpression;
import io.spicerack.prepare.expression.ExpressionCompiler;
import io.spicerack.prepare.expression.ExpressionException;
import io.spicerack.prepare.expression.InputCell;
import io.spicerack.prepare.expression.ValueType;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through the transforms of a definition with the columns that there are at each. One thread, once. */
final class PlanBuilder {
    /** A column at the present point: the source's own, or a computed one. */
    private record Symbol(@Nullable String source, int slot, ColumnType type, CompiledExpression value) {}

    private final Instant now;
    private final Map<String, Symbol> symbols = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new LinkedHashMap<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private int slots;

    private PlanBuilder(Instant now) {
        this.now = now;
    }

    static Plan build(PhysicalTable table, List<Transform> transforms, DeclaredColumns.Matched matched, Instant now) {
        Schema source = matched.schema();
        PlanBuilder builder = new PlanBuilder(now);
        List<InputColumn> declared = table.columns();
        for (int i = 0; i < source.width(); i++) {
            String name = source.column(i).name();
            ColumnType type = source.column(i).type();
            ValueType value = declared.isEmpty()
                    ? ValueType.STRING
                    : DeclaredColumns.valueType(declared.get(i).type(), type);
            builder.symbols.put(name, new Symbol(name, -1, type, InputCell.of(name, type, value, builder.inputs)));
        }
        matched.values().forEach(builder::declare);
        transforms.forEach(builder::add);
        return builder.plan();
    }

    /** In the column's place: what is read is seen no more. */
    private void declare(String name, DeclaredValue value) {
        int slot = slots++;
        CompiledExpression read = InputCell.of(name, value.from(), value.read(), inputs);
        inputs.add(name);
        steps.add(new Plan.Step.Declare(slot, value, read.cell()));
        symbols.put(name, new Symbol(null, slot, value.to(), value.seen(slot)));
    }

    private void add(Transform transform) {
        if (transform instanceof Transform.Project project) {
            Map<String, Symbol> kept = new LinkedHashMap<>();
            project.columns().forEach(name -> kept.put(name, symbol(transform, name)));
            symbols.keySet().retainAll(kept.keySet());
            symbols.clear();
            symbols.putAll(kept);
        } else if (transform instanceof Transform.Rename rename) {
            rename(rename);
        } else if (transform instanceof Transform.Cast cast) {
            CompiledExpression value =
                    compiled(cast.path(), () -> ColumnCasts.cast(used(symbol(cast, cast.column())), cast));
            compute(cast.column(), value);
        } else if (transform instanceof Transform.Create create) {
            create.columns().forEach(this::calculate);
        } else if (transform instanceof Transform.Filter filter) {
            steps.add(new Plan.Step.Filter(condition(filter)));
        } else if (transform instanceof Transform.Describe describe) {
            symbol(describe, describe.column());
            descriptions.put(describe.column(), describe.text());
        }
    }

    /** In its place, so that the order of the columns stays. */
    private void rename(Transform.Rename rename) {
        symbol(rename, rename.column());
        if (symbols.containsKey(rename.to()) && !rename.to().equals(rename.column())) {
            throw new DefinitionException(
                    rename.path() + ".NewColumnName", "is '" + rename.to() + "', which another column has already");
        }
        Map<String, Symbol> renamed = new LinkedHashMap<>();
        symbols.forEach((name, symbol) -> renamed.put(name.equals(rename.column()) ? rename.to() : name, symbol));
        symbols.clear();
        symbols.putAll(renamed);
        String text = descriptions.remove(rename.column());
        if (text != null) {
            descriptions.put(rename.to(), text);
        }
    }

    private void calculate(Transform.Calculated column) {
        if (symbols.containsKey(column.name())) {
            throw new DefinitionException(
                    column.path() + ".ColumnName", "is '" + column.name() + "', which another column has already");
        }
        compute(column.name(), compiled(column.path() + ".Expression", () -> compiler()
                .compile(column.expression())));
    }

    private CompiledExpression.Cell condition(Transform.Filter filter) {
        String member = filter.path() + ".ConditionExpression";
        CompiledExpression condition = compiled(member, () -> compiler().compile(filter.condition()));
        if (!condition.type().is(ValueType.Kind.BOOLEAN)) {
            throw new DefinitionException(
                    member, "gives a " + condition.type().kind() + "; it must be true or false for a row");
        }
        return condition.cell();
    }

    private void compute(String name, CompiledExpression value) {
        int slot = slots++;
        steps.add(new Plan.Step.Compute(slot, name, ColumnCasts.checked(value)));
        symbols.put(
                name,
                new Symbol(
                        null,
                        slot,
                        value.type().sealedAs(),
                        new CompiledExpression(value.type(), row -> row.computed(slot))));
    }

    private ExpressionCompiler compiler() {
        return new ExpressionCompiler(
                name -> symbols.containsKey(name) ? used(symbols.get(name)) : null, symbols.keySet(), now);
    }

    private CompiledExpression used(@Nullable Symbol symbol) {
        if (symbol == null) {
            throw new IllegalStateException("no such column");
        }
        if (symbol.source() != null) {
            inputs.add(symbol.source());
        }
        return symbol.value();
    }

    private interface Compilation {
        CompiledExpression run();
    }

    private static CompiledExpression compiled(String member, Compilation compilation) {
        try {
            return compilation.run();
        } catch (ExpressionException e) {
            throw new DefinitionException(member, "cannot be served: " + e.getMessage());
        }
    }

    private Symbol symbol(Transform transform, String name) {
        Symbol symbol = symbols.get(name);
        if (symbol == null) {
            throw new DefinitionException(
                    transform.path(), "names column '" + name + "', which is not there; there are " + symbols.keySet());
        }
        return symbol;
    }

    private Plan plan() {
        List<Plan.Output> outputs = new ArrayList<>();
        symbols.forEach((name, symbol) -> {
            used(symbol);
            String text = descriptions.getOrDefault(name, "");
            outputs.add(new Plan.Output(
                    name,
                    symbol.source(),
                    symbol.slot(),
                    symbol.type(),
                    DeclaredColumns.outputType(symbol.type()),
                    text.isEmpty() ? null : text));
        });
        return new Plan(List.copyOf(inputs), steps, slots, outputs);
    }
}
