package io.spicerack.core.queue;

import io.spicerack.model.DataSetId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A schedule that a route has, which is changed in its file only. Thread-safe.
 *
 * @param route id of the route that asks for refreshes
 * @param declaredIn its file
 * @param next when it does so next; empty where its scheduler knows of no time
 */
public record RouteSchedule(DataSetId dataSet, String route, String declaredIn, Supplier<Optional<Instant>> next) {}
