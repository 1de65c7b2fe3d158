/** Checks over a delivered trail: digests, comparison with AWS, and searches. */
@NullMarked
package io.spicerack.audit.verify;

import org.jspecify.annotations.NullMarked;
