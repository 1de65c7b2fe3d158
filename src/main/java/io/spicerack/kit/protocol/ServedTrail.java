package io.spicerack.kit.protocol;

import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailName;

/**
 * A trail that the local AWS shows as CloudTrail and S3 do, so that CloudTrail's own tools can check it. Immutable.
 *
 * @param logFiles served as the bucket that {@code name} gives
 */
public record ServedTrail(TrailName name, LogBucket logFiles, DigestKeys publicKeys) {}
