package io.spicerack.admin;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.account.Principal;
import java.util.Optional;

/**
 * Who calls the management port. Immutable.
 *
 * @param trusted whether the token of the port, or a key of somebody who may look, was shown
 * @param reader a principal that may look at everything and change nothing
 */
record Visitor(boolean trusted, Optional<Principal> reader) {
    static final Visitor OPERATOR = new Visitor(true, Optional.empty());
    static final Visitor NOBODY = new Visitor(false, Optional.empty());

    static Visitor reader(Principal principal) {
        return new Visitor(true, Optional.of(principal));
    }

    /** Refuses what a read-only principal may not call; {@code refused} runs before. */
    void check(String methodAndPath, Runnable refused) {
        if (reader.isPresent() && !reader.get().mayCall(methodAndPath)) {
            refused.run();
            throw Refusal.readOnly("principal '" + reader.get().name() + "'", methodAndPath);
        }
    }

    /** A principal is known by its own name, whatever the call says. */
    String name(Operator operator) {
        return reader.map(Principal::name).orElse(operator.name());
    }

    Caller caller(Operator operator) {
        return reader.map(principal -> new Caller(
                        Caller.IdentityType.IAMUser,
                        principal.accessKeyId(),
                        principal.arn().toString(),
                        principal.arn().accountId(),
                        principal.name(),
                        operator.peer(),
                        "spicerack"))
                .orElseGet(operator::caller);
    }
}
