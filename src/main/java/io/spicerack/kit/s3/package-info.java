/** The S3 of the local AWS: the buckets of a directory, and the audit trail's log files as one more. */
@NullMarked
package io.spicerack.kit.s3;

import org.jspecify.annotations.NullMarked;
