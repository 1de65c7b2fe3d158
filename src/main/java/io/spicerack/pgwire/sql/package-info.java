/** What clients of the SQL door say in SQL that is not the engine's: transactions, settings, COPY, cursors, PostgreSQL's own names. */
@NullMarked
package io.spicerack.pgwire.sql;

import org.jspecify.annotations.NullMarked;
