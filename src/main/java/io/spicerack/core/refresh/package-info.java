/** One ingestion, from claimed to published. */
@NullMarked
package io.spicerack.core.refresh;

import org.jspecify.annotations.NullMarked;
