/** What leaves the trail by routes: audit records to their sinks, and alerts to those who should hear of them. */
@NullMarked
package io.spicerack.camel.sink;

import org.jspecify.annotations.NullMarked;
