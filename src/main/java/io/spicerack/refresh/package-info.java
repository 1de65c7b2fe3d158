/** The use cases: one ingestion from queued to completed or failed, reading what was published, keys, and what is kept of it. */
@NullMarked
package io.spicerack.refresh;

import org.jspecify.annotations.NullMarked;
