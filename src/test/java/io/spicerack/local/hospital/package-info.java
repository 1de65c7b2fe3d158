/** Tests of the sample hospital, on real servers. */
@NullMarked
package io.spicerack.local.hospital;

import org.jspecify.annotations.NullMarked;
