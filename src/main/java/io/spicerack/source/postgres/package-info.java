/** PostgreSQL as a source: COPY BINARY into vectors. */
@NullMarked
package io.spicerack.source.postgres;

import org.jspecify.annotations.NullMarked;
