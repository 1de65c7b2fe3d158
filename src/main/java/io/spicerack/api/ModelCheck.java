package io.spicerack.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.shapes.ApiModel;
import io.spicerack.shapes.EmptyTexts;
import io.spicerack.shapes.Misfit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Holds a call against QuickSight's own API model before anything is done. What is kept comes back to typed clients, which can
 * read nothing beside one member of a wrong type. Members that are not served are left to their operations, which say what is.
 * Thread-safe.
 */
final class ModelCheck {
    static final ApiModel MODEL = ApiModel.load(ModelCheck.class, "quicksight.model.json", EmptyTexts.UNSET);

    private ModelCheck() {}

    /** An operation without a model would fail at its first call, where nobody could tell why. */
    static List<Operation> known(List<Operation> operations) {
        List<String> unknown = operations.stream()
                .map(Operation::name)
                .filter(name -> !MODEL.operations().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "quicksight.model.json does not have " + String.join(", ", unknown)
                            + ": give each its row in docs/api.md, then run bench/clients/service-models, which writes the table");
        }
        return operations;
    }

    static void check(String operation, OperationCall call, ObjectNode body) {
        refuse(MODEL.check(operation, call.path(), call.query()));
        refuse(MODEL.check(operation, body).filter(misfit -> misfit.kind() != Misfit.Kind.UNKNOWN));
        refuseNul("", body);
    }

    private static void refuse(Optional<Misfit> found) {
        found.ifPresent(misfit -> {
            throw ApiError.badParameter(
                    switch (misfit.kind()) {
                        case MISSING -> misfit.member() + " is missing";
                        case TYPE -> misfit.member() + " must be " + misfit.rule();
                        case CONSTRAINT, UNKNOWN -> misfit.words();
                    });
        });
    }

    /** No source has texts with them, and no program in C reads on after one. */
    private static void refuseNul(String path, JsonNode json) {
        if (json.isTextual() && json.textValue().indexOf('\0') >= 0) {
            throw ApiError.badParameter(path + " must be text without NUL characters");
        }
        String below = path.isEmpty() ? "" : path + ".";
        json.properties().forEach(entry -> {
            if (entry.getKey().indexOf('\0') >= 0) {
                throw ApiError.badParameter(below + "* has a name with a NUL character");
            }
            refuseNul(below + entry.getKey(), entry.getValue());
        });
        if (json.isArray()) {
            int index = 0;
            for (Iterator<JsonNode> each = json.elements(); each.hasNext(); index++) {
                refuseNul(path + "[" + index + "]", each.next());
            }
        }
    }
}
