package io.spicerack.shapes;

/** What an empty text means where a member need not be there. */
public enum EmptyTexts {
    /** That it is not there: some clients send one for what they were not given. */
    UNSET,
    /** A text of no characters. */
    TEXTS
}
