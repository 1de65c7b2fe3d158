package io.spicerack.admin;

import io.spicerack.audit.event.Caller;
import io.spicerack.http.HttpRequest;
import java.util.regex.Pattern;

/**
 * The person behind a call of the management port. What is proven is the token, which the service's own user alone can read:
 * {@code operator}; the name is the one that the command gives, of its user or of {@code --as}.
 */
record Operator(String name, String peer) {
    static final String HEADER = "x-spicerack-operator";

    /** What holds the token and gives no name. */
    private static final String UNNAMED = "operator";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@._+-]{1,64}");

    static Operator of(HttpRequest request) {
        String name = request.onlyHeader(HEADER).orElse(UNNAMED);
        if (!NAME.matcher(name).matches()) {
            throw Refusal.badParameter("the header X-Spicerack-Operator names who calls: 1 to 64 letters, digits and"
                    + " @ . _ + - are allowed");
        }
        return new Operator(name, request.peer());
    }

    Caller caller() {
        return new Caller(Caller.IdentityType.Unknown, UNNAMED, null, null, name, peer, "spicerack");
    }
}
