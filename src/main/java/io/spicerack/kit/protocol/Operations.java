package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The operations of one service by name. Thread-safe once all are added: those that change state run one at a time,
 * those that read run at once.
 */
public final class Operations {
    /** Carries out a call; throws {@link AwsError} to refuse it. */
    public interface Operation {
        ObjectNode run(AwsCall call);
    }

    private final Map<String, Operation> operations = new HashMap<>();
    private final Object changes = new Object();

    public Operations reading(String name, Operation operation) {
        operations.put(name, operation);
        return this;
    }

    public Operations changing(String name, Operation operation) {
        operations.put(name, call -> {
            synchronized (changes) {
                return operation.run(call);
            }
        });
        return this;
    }

    ObjectNode run(AwsCall call) {
        Operation operation = operations.get(call.operation());
        if (operation == null) {
            throw new AwsError(
                    "UnknownOperationException",
                    "The local AWS has no operation " + call.operation() + " in " + call.service());
        }
        return operation.run(call);
    }
}
