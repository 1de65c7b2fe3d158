/** The SQL door: PostgreSQL's wire protocol, version 3, over the query port. */
@NullMarked
package io.spicerack.pgwire;

import org.jspecify.annotations.NullMarked;
