/** Statements on their way to a source: what each is for, and that it is on record before it is sent. */
@NullMarked
package io.spicerack.source.asked;

import org.jspecify.annotations.NullMarked;
