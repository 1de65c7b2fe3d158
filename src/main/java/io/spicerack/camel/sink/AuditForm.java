package io.spicerack.camel.sink;

/** In which form {@code spice:audit} hands the trail to a sink. */
public enum AuditForm {
    /** CloudTrail's log files and digest files, one by one. */
    files,
    /** Lists of records that are not in files, for sinks that take them one by one. */
    records
}
