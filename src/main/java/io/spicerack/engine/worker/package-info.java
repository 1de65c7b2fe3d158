/** The worker of a query engine: DuckDB over lent files, in a process of its own that may be ended at any time. */
@NullMarked
package io.spicerack.engine.worker;

import org.jspecify.annotations.NullMarked;
