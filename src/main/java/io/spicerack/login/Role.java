package io.spicerack.login;

import io.spicerack.core.account.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody who is logged in may do; each may what those before it may. */
public enum Role {
    /** Looks, and changes nothing. */
    VIEWER,
    /** Refreshes, and cancels refreshes. */
    OPERATOR,
    /** Locks down, unlocks, drills, and stops routes. */
    ADMIN;

    /** As in a principal's actions, after {@code spicerack:}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The highest of a principal's actions; an administrator of the API is one here. Empty for those who only call the API. */
    static Optional<Role> of(Principal principal) {
        return List.of(ADMIN, OPERATOR, VIEWER).stream()
                .filter(role -> principal.mayCall("spicerack:" + role.word()))
                .findFirst();
    }
}
