/** What AWS's API models demand of the members of a request: type, enum, length, count, range and pattern. */
@NullMarked
package io.spicerack.shapes;

import org.jspecify.annotations.NullMarked;
