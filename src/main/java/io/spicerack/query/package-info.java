/** The port between who asks in SQL and who answers: sessions, prepared queries, their rows, and what a caller may query. */
@NullMarked
package io.spicerack.query;

import org.jspecify.annotations.NullMarked;
