/** Audit records before effects: every call of a key, a secret or a source is on the trail before it is made. */
@NullMarked
package io.spicerack.core.trail;

import org.jspecify.annotations.NullMarked;
