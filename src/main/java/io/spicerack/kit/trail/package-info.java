/** The local CloudTrail: a record of every call, LookupEvents over them, and Spicerack's own trail shown beside it. */
@NullMarked
package io.spicerack.kit.trail;

import org.jspecify.annotations.NullMarked;
