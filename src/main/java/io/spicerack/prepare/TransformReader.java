package io.spicerack.prepare;

import io.spicerack.prepare.expression.DateFormats;
import io.spicerack.prepare.expression.Expression;
import io.spicerack.prepare.expression.ExpressionException;
import io.spicerack.prepare.expression.ExpressionParser;
import java.util.ArrayList;
import java.util.List;

/** Reads the DataTransforms of a logical table. */
final class TransformReader {
    /** QuickSight's ColumnDataSubType. */
    enum SubType {
        FLOAT,
        FIXED
    }

    private static final String[] SERVED = {
        "ProjectOperation",
        "FilterOperation",
        "CreateColumnsOperation",
        "RenameColumnOperation",
        "CastColumnTypeOperation",
        "TagColumnOperation",
        "UntagColumnOperation"
    };

    private TransformReader() {}

    static List<Transform> read(DefinitionObject logical) {
        List<Transform> transforms = new ArrayList<>();
        if (logical.has("DataTransforms")) {
            for (DefinitionObject union : logical.objects("DataTransforms", 1, 2048)) {
                String kind = union.only(SERVED);
                transforms.add(transform(kind, union.needed(kind)));
            }
        }
        return transforms;
    }

    private static Transform transform(String kind, DefinitionObject operation) {
        return switch (kind) {
            case "ProjectOperation" ->
                new Transform.Project(
                        operation.path(), operation.allow("ProjectedColumns").texts("ProjectedColumns", 1, 2000, 128));
            case "FilterOperation" ->
                new Transform.Filter(
                        operation.path(),
                        expression(operation.allow("ConditionExpression"), "ConditionExpression", 4096));
            case "CreateColumnsOperation" ->
                new Transform.Create(
                        operation.path(),
                        operation.allow("Columns").objects("Columns", 1, 256).stream()
                                .map(TransformReader::calculated)
                                .toList());
            case "RenameColumnOperation" -> {
                operation.allow("ColumnName", "NewColumnName");
                yield new Transform.Rename(operation.path(), column(operation), operation.text("NewColumnName", 128));
            }
            case "CastColumnTypeOperation" -> cast(operation);
            case "TagColumnOperation" -> tag(operation);
            default -> untag(operation);
        };
    }

    private static Transform.Calculated calculated(DefinitionObject column) {
        column.allow("ColumnName", "ColumnId", "Expression");
        column.text("ColumnId", 64);
        return new Transform.Calculated(column.path(), column(column), expression(column, "Expression", 250_000));
    }

    private static Transform cast(DefinitionObject operation) {
        operation.allow("ColumnName", "NewColumnType", "SubType", "Format");
        OutputColumn.Type to = operation.constant("NewColumnType", OutputColumn.Type.class);
        boolean fixed = operation.has("SubType") && operation.constant("SubType", SubType.class) == SubType.FIXED;
        var format = operation.optionalText("Format", 32);
        if (format.isPresent() && to != OutputColumn.Type.DATETIME) {
            throw operation.refused("Format", "is for a cast to DATETIME; NewColumnType is " + to);
        }
        format.ifPresent(pattern -> DateFormats.check(operation.path() + ".Format", pattern));
        return new Transform.Cast(operation.path(), column(operation), to, fixed, format);
    }

    private static Transform tag(DefinitionObject operation) {
        operation.allow("ColumnName", "Tags");
        String text = "";
        for (DefinitionObject tag : operation.objects("Tags", 1, 16)) {
            tag.only("ColumnGeographicRole", "ColumnDescription");
            text = tag.object("ColumnDescription")
                    .flatMap(description -> description.allow("Text").optionalText("Text", 500))
                    .orElse(text);
        }
        return new Transform.Describe(operation.path(), column(operation), text);
    }

    private static Transform untag(DefinitionObject operation) {
        operation.allow("ColumnName", "TagNames");
        operation.texts("TagNames", 1, 2, 64);
        return new Transform.Describe(operation.path(), column(operation), "");
    }

    private static String column(DefinitionObject operation) {
        return operation.text("ColumnName", 128);
    }

    private static Expression expression(DefinitionObject operation, String name, int longest) {
        String text = operation.text(name, longest);
        try {
            return ExpressionParser.parse(text);
        } catch (ExpressionException e) {
            throw operation.refused(name, "cannot be served: " + e.getMessage());
        }
    }
}
