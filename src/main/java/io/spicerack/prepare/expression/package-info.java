/** QuickSight's expressions: parsed, typed, and computed row by row. */
@NullMarked
package io.spicerack.prepare.expression;

import org.jspecify.annotations.NullMarked;
