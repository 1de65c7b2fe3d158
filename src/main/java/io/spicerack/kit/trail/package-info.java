/** The local CloudTrail and S3, as far as the audit trail needs them. */
@NullMarked
package io.spicerack.kit.trail;

import org.jspecify.annotations.NullMarked;
