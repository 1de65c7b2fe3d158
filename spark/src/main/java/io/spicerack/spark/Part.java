package io.spicerack.spark;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A part of a reading, which can be asked for from anywhere and again; whoever asks needs {@link Access} as well. Immutable.
 *
 * @param number from 1 on
 */
record Part(byte[] ticket, int number, int of) implements InputPartition {
    @Override
    public String toString() {
        return "part " + number + " of " + of;
    }
}
