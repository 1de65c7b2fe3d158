package io.spicerack.flight;

import io.spicerack.model.Ticker;
import io.spicerack.query.QueryEngine;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What all statements of a port use.
 *
 * @param workers the threads that may wait for the engine
 * @param memory of vectors, with a bound
 */
record FlightResources(
        QueryEngine engine, FlightLimits limits, ExecutorService workers, BufferAllocator memory, Ticker ticker) {}
