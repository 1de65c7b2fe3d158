package io.spicerack.engine.worker;

/**
 * What one statement has of the machine.
 *
 * @param threads that compute
 * @param memory of DuckDB, in bytes, where nothing less is said
 */
record EngineShare(int threads, long memory) {}
