package io.spicerack.routes;

import java.util.Locale;

/** What a finding is about, in the words of reports that machines read. */
public enum Rule {
    YAML("the file is no YAML, or uses more of YAML than routes need"),
    GRAMMAR("a member, step or expression that route files do not have"),
    REACH("a step that reaches further than a data set needs, and that the operator has not allowed"),
    OPTION("an option of an endpoint that is unknown, missing or has a value that cannot be"),
    SCHEDULE("a time that is no time, never comes, or has no such zone"),
    REFERENCE("a name of something that is not there"),
    DUPLICATE("a name that two have"),
    ORDER("steps of a refresh out of turn, or missing"),
    SECRET("what looks like a secret in clear"),
    SQL("a query that its source refuses");

    private final String text;

    Rule(String text) {
        this.text = text;
    }

    /** As {@code grammar}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String text() {
        return text;
    }
}
