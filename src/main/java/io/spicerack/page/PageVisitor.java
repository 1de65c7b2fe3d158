package io.spicerack.page;

import io.spicerack.core.account.Principal;
import java.util.Optional;

/**
 * Who has logged in at the page. Immutable.
 *
 * @param reader the principal that may look and change nothing; empty for whoever has shown the token of the service
 */
public record PageVisitor(Optional<Principal> reader) {
    public static final PageVisitor OPERATOR = new PageVisitor(Optional.empty());

    public static PageVisitor reader(Principal principal) {
        return new PageVisitor(Optional.of(principal));
    }

    /** Whether what a form asks for is done for it. */
    boolean acts() {
        return reader.map(principal -> principal.mayCall("POST /do")).orElse(true);
    }
}
