package io.spicerack.extract;

/**
 * Hears how many bytes of rows have come from a database, and slows the reader down by taking its time. Called by the
 * thread that reads, every 64 KiB or so; implementations are thread-safe.
 */
public interface ReadMeter {
    ReadMeter NONE = bytes -> {};

    void read(long bytes);
}
