package io.spicerack.model;

/** A definition of a data set cannot be served. The message begins with the member's path and says what is allowed. */
public final class DefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DefinitionException(String member, String why) {
        super(member + " " + why);
    }
}
