package io.spicerack.pgwire;

/**
 * The rows of one answer on their way out of one connection: whether some have left, and whether no more may. Its connection's
 * event loop alone uses it.
 */
final class Outflow {
    private boolean begun;
    private boolean shut;

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    void shut() {
        shut = true;
    }

    boolean isShut() {
        return shut;
    }
}
