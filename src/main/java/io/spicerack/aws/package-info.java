/** The clients of AWS: {@link io.spicerack.envelope.KeyService} over KMS, for real AWS and the embedded one alike. */
@NullMarked
package io.spicerack.aws;

import org.jspecify.annotations.NullMarked;
