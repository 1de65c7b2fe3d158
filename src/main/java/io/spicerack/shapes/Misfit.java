package io.spicerack.shapes;

/**
 * A member of a request that is not as the model demands.
 *
 * @param member its path, such as {@code ColumnGroups[0].Name}
 * @param value what it holds, cut where it is long; empty where it may be secret or is no single value
 * @param rule what is allowed, in AWS's words, or in case of a wrong type what it must be
 */
public record Misfit(Kind kind, String member, String value, String rule) {
    /** What is wrong with it. */
    public enum Kind {
        /** It is needed, and is not there. */
        MISSING,
        /** It is of another type; {@code rule} goes on after "must be". */
        TYPE,
        /** It has the type, but not a value that is allowed. */
        CONSTRAINT,
        /** The model has no such member. */
        UNKNOWN
    }

    private static final int MOST_SHOWN = 64;

    static Misfit missing(String member) {
        return new Misfit(Kind.MISSING, member, "", "Member must not be null");
    }

    static Misfit type(String member, String wanted) {
        return new Misfit(Kind.TYPE, member, "", wanted);
    }

    static Misfit unknown(String member) {
        return new Misfit(Kind.UNKNOWN, member, "", "The service's API model has no such member");
    }

    static Misfit constraint(String member, String value, String rule) {
        return new Misfit(Kind.CONSTRAINT, member, cut(value), rule);
    }

    private static String cut(String value) {
        return value.codePointCount(0, value.length()) <= MOST_SHOWN
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MOST_SHOWN)) + "...";
    }

    /** The same with another name for the member. */
    public Misfit at(String name) {
        return new Misfit(kind, name, value, rule);
    }

    /** As AWS's services say it. */
    public String words() {
        return "1 validation error detected: Value " + (kind == Kind.MISSING ? "null " : shown()) + "at '" + member
                + "' failed to satisfy constraint: " + rule;
    }

    private String shown() {
        return value.isEmpty() ? "" : "'" + value + "' ";
    }
}
