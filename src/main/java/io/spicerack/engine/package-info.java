/** The query engine: DuckDB in worker processes, to which the service lends the sealed files of one statement at a time. */
@NullMarked
package io.spicerack.engine;

import org.jspecify.annotations.NullMarked;
