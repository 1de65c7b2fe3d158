package io.spicerack.query;

/** The PostgreSQL whose behaviour clients may count on: what they ask the catalog depends on it. */
public final class ServerVersion {
    /** As {@code SHOW server_version} tells. */
    public static final String TEXT = "15.0 (Spicerack)";

    /** As {@code SHOW server_version_num} tells. */
    public static final String NUMBER = "150000";

    /** As {@code SELECT version()} tells: clients look for PostgreSQL and the number behind it. */
    public static final String LONG = "PostgreSQL 15.0 (Spicerack), read only";

    private ServerVersion() {}
}
