package io.spicerack.engine.worker;

/**
 * What the statements of a principal have of the machine.
 *
 * @param threads that compute
 * @param memory of DuckDB, in bytes
 */
record EngineShare(int threads, long memory) {}
