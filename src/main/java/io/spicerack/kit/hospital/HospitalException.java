package io.spicerack.kit.hospital;

/** The sample hospital could not be loaded; the database holds all of a table or nothing of it. */
public final class HospitalException extends RuntimeException {
    HospitalException(String message, Throwable cause) {
        super(message, cause);
    }
}
