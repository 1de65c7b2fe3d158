package io.spicerack.catalog.database;

import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog is kept in. All of them promise the same: one transaction changes it at a time, so that places are given in the
 * order of commits; a read sees the state of one moment, the last commit before it included; what was committed is on disk, and
 * what failed is undone. Thread-safe, but {@link #close()} comes after the last transaction.
 */
public interface CatalogDatabase extends AutoCloseable {
    /** As messages call it. */
    String place();

    /** What tells it from a copy of it. */
    Mark mark();

    /** Refuses a change. */
    <T extends @Nullable Object> T read(Function<Handle, T> query);

    <T extends @Nullable Object> T write(Function<Handle, T> change);

    /** Whether nobody can have taken it from this process: what was read of it is true, and what was refused stays refused. */
    default boolean isHeld() {
        return true;
    }

    /** Somebody has decided that it is good as it is, although it is a copy, or lacks what was once confirmed. */
    default void adopt() {}

    /** This process among those that work on it at the same time; empty where one works. */
    default Optional<Fellows> fellows() {
        return Optional.empty();
    }

    /** Whether it failed since its server was not reached, which is told once. */
    default boolean isAway(Throwable failure) {
        return false;
    }

    /** Why a transaction failed, and the way out. */
    String reason(Throwable failure);

    @Override
    void close();

    /**
     * What a copy cannot take along.
     *
     * @param subject what may be a copy
     * @param kind what is numbered
     * @param number empty where nothing tells it
     */
    record Mark(String subject, String kind, Optional<String> number) {}
}
