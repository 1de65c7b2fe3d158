package io.spicerack.pgwire;

/**
 * One message as it came, whole.
 *
 * @param type its letter; {@link #STARTUP} for a message of the start, which has none
 * @param body without its length
 */
@SuppressWarnings("ArrayRecordComponent") // made here and read once
record Frame(char type, byte[] body) {
    static final char STARTUP = 0;
}
