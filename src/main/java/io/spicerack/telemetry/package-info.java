/** What other systems are told of refreshes that have ended: traces for OpenTelemetry, events for OpenLineage; never data. */
@NullMarked
package io.spicerack.telemetry;

import org.jspecify.annotations.NullMarked;
