/** Sealed versions in a bucket of S3: written in parts, read by ranges, swept; nothing but sealed bytes goes there. */
@NullMarked
package io.spicerack.aws.bucket;

import org.jspecify.annotations.NullMarked;
