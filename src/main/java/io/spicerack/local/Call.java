package io.spicerack.local;

/**
 * One operation asked for by one caller. Immutable.
 *
 * @param service the signing name, such as {@code kms}
 * @param operation in AWS's spelling, such as {@code GenerateDataKey}
 */
record Call(String requestId, Caller caller, String service, String operation, Input input) {
    /** The action as a policy names it, such as {@code kms:Decrypt}. */
    String action() {
        return service + ":" + operation;
    }
}
