/** The audit trail in CloudTrail's shapes: records, log files, and the searches over both. */
@NullMarked
package io.spicerack.audit;

import org.jspecify.annotations.NullMarked;
