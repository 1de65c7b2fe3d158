package io.spicerack.source;

/**
 * Hears how many bytes of rows have come from a database, and slows the reader down by taking its time. COPY is counted as
 * PostgreSQL sends it; elsewhere the drivers do not tell what came over the network, and values are counted: 8 bytes for a
 * number, a date or a time, a text's or binary's own bytes. Called by the thread that reads, every 64 KiB or so;
 * implementations are thread-safe.
 */
public interface ReadMeter {
    ReadMeter NONE = bytes -> {};

    void read(long bytes);
}
