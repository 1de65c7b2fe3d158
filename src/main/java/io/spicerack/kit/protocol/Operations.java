package io.spicerack.kit.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
    private final Map<String, Refused> refused = new HashMap<>();
    private final Object changes = new Object();

    /** Members that an operation has at AWS and not here, and the error that says so. */
    private record Refused(String code, Set<String> members) {}

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

    /** Members of an operation that would be ignored otherwise: a call that has one is refused with {@code code}. */
    public Operations refusing(String code, String name, String... members) {
        refused.put(name, new Refused(code, Set.of(members)));
        return this;
    }

    Set<String> names() {
        return Set.copyOf(operations.keySet());
    }

    ObjectNode run(AwsCall call) {
        Operation operation = operations.get(call.operation());
        if (operation == null) {
            throw new AwsError(
                    "UnknownOperationException",
                    "The local AWS has no operation " + call.operation() + " in " + call.service());
        }
        Refused there = refused.get(call.operation());
        if (there != null) {
            there.members().stream()
                    .sorted()
                    .filter(call.input()::isGiven)
                    .findFirst()
                    .ifPresent(member -> {
                        throw new AwsError(
                                there.code(),
                                "The local AWS does not serve the member " + member + " of " + call.operation()
                                        + "; leave it out.");
                    });
        }
        return operation.run(call);
    }
}
