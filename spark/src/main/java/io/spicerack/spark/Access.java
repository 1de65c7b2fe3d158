package io.spicerack.spark;

import java.io.Serializable;

/**
 * What an executor gets to ask with: a token that the service gave for the password, which it takes back by its own rules. Never a
 * password, never a key. Immutable.
 */
record Access(Endpoint endpoint, String token) implements Serializable {
    /** Without the token. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
