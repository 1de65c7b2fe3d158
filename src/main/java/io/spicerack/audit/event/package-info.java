/** Audit records in CloudTrail's shapes. */
@NullMarked
package io.spicerack.audit.event;

import org.jspecify.annotations.NullMarked;
