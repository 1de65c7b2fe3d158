/** Which ingestion runs when: the queue, overlap, groups and schedules. */
@NullMarked
package io.spicerack.core.queue;

import org.jspecify.annotations.NullMarked;
