package io.spicerack.engine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the engine may take of the machine.
 *
 * @param threads that one statement computes with
 * @param memory of one statement in DuckDB, in bytes, at most
 * @param heap of a worker's JVM, in which sealed files are decoded, in bytes
 * @param workers at a time; each is of one principal
 * @param idle how long a worker waits for the next statement before it ends
 * @param scratch where a worker's own directory is made, which is empty but while it starts
 */
public record EngineConfig(int threads, long memory, long heap, int workers, Duration idle, Path scratch) {}
