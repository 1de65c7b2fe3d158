/** Signature Version 4 as a server checks it: for the QuickSight API, and for the embedded AWS. */
@NullMarked
package io.spicerack.sigv4;

import org.jspecify.annotations.NullMarked;
