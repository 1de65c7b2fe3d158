package io.spicerack.audit.event;

import java.util.List;

/** What a CreateGrant asks for besides its key and its constraint. Immutable. */
public record GrantTerms(String name, String granteePrincipal, String retiringPrincipal, List<String> operations) {
    public GrantTerms {
        operations = List.copyOf(operations);
    }
}
