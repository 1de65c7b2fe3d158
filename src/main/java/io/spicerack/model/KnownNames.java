package io.spicerack.model;

import java.util.List;

/**
 * The names that there are of one kind of thing, for whoever asks for another one.
 *
 * @param kind as in "data set"
 */
public record KnownNames(String kind, List<String> names) {
    /** More than these nobody reads; a command lists them. */
    private static final int MOST = 20;

    public KnownNames {
        names = List.copyOf(names);
    }

    /** "there is no data set 'x'; known are [y]; did you mean 'y'?" */
    public String missing(String name) {
        return "there is no " + kind + " '" + name + "'; "
                + (names.size() > MOST ? names.size() + " are known" : "known are " + names)
                + EditDistance.nearest(name, names.stream());
    }

    /** The same, and how such a thing comes to be. */
    public String missing(String name, String wayOut) {
        String missing = missing(name);
        return missing + (missing.endsWith("?") ? " " : ". ") + wayOut;
    }
}
