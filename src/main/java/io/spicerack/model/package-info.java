/** The words of Spicerack: ARNs, ids, states and reasons, in QuickSight's and KMS's own spelling. */
@NullMarked
package io.spicerack.model;

import org.jspecify.annotations.NullMarked;
