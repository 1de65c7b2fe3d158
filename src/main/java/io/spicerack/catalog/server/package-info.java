/** The way to a catalog's PostgreSQL server: where it is, whom it must prove to be, who logs in, and what its refusals mean. */
@NullMarked
package io.spicerack.catalog.server;

import org.jspecify.annotations.NullMarked;
