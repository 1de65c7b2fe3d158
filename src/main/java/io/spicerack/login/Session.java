package io.spicerack.login;

import io.spicerack.audit.event.Caller;
import io.spicerack.core.account.Principal;
import io.spicerack.model.Ticker.Moment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * One browser that has logged in. Immutable.
 *
 * @param operator the name that the person gave, or the principal's
 * @param principal empty for the operator's token
 * @param form stands in each form: what another page sends has it not
 */
public record Session(String id, String operator, Role role, Optional<Principal> principal, String form, Moment begun) {
    public boolean sent(String token) {
        return MessageDigest.isEqual(form.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** For the record of what is done in it: a principal is proven, a name beside the token is what its holder says. */
    public Caller caller(String peer, String agent) {
        return principal
                .map(known -> new Caller(
                        Caller.IdentityType.IAMUser,
                        known.accessKeyId(),
                        known.arn().toString(),
                        known.arn().accountId(),
                        known.name(),
                        peer,
                        agent))
                .orElseGet(
                        () -> new Caller(Caller.IdentityType.Unknown, "operator", null, null, operator, peer, agent));
    }

    @Override
    public String toString() {
        return "Session[" + operator + ", " + role.word() + "]";
    }
}
