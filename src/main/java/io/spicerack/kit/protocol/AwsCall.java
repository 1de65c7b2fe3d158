package io.spicerack.kit.protocol;

import io.spicerack.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One operation asked for by one caller, and which keys it turned out to be about. Thread-safe. */
public final class AwsCall {
    private final String requestId;
    private final Origin origin;
    private final AwsCaller caller;
    private final String service;
    private final String operation;
    private final AwsInput input;
    private final List<String> keys = new CopyOnWriteArrayList<>();

    /** Where a call came from. Immutable. */
    public record Origin(String address, String userAgent) {
        static Origin of(HttpRequest request) {
            return new Origin(
                    request.peer(),
                    request.headers("user-agent").stream().findFirst().orElse(""));
        }
    }

    /**
     * {@code service}: the signing name, such as {@code kms}; {@code operation}: in AWS's spelling, such as
     * {@code GenerateDataKey}.
     */
    AwsCall(String requestId, Origin origin, AwsCaller caller, String service, String operation, AwsInput input) {
        this.requestId = requestId;
        this.origin = origin;
        this.caller = caller;
        this.service = service;
        this.operation = operation;
        this.input = input;
    }

    public String requestId() {
        return requestId;
    }

    public Origin origin() {
        return origin;
    }

    public AwsCaller caller() {
        return caller;
    }

    public String service() {
        return service;
    }

    public String operation() {
        return operation;
    }

    public AwsInput input() {
        return input;
    }

    /** The action as a policy names it, such as {@code kms:Decrypt}. */
    public String action() {
        return service + ":" + operation;
    }

    /** Notes that the call is about this key: its own record names it. */
    public void about(String keyArn) {
        if (!keys.contains(keyArn)) {
            keys.add(keyArn);
        }
    }

    /** ARNs of the keys that the call is about, in the order in which it came to them. */
    public List<String> keys() {
        return List.copyOf(keys);
    }
}
