package io.spicerack.core.trail;

/**
 * Something that somebody should hear of now. It is made of a record of the trail, and so holds no row, secret or key.
 *
 * @param place of its record in the trail
 * @param subject one line of at most 100 letters, such as an SNS subject may have
 * @param mail whether it is for mail too: QuickSight's EmailAlert decides where the data set has one
 * @param json all of it
 */
public record Alert(long place, Kind kind, String subject, boolean mail, String json) {
    /** What it is about. */
    public enum Kind {
        /** A refresh has failed; the version before goes on serving. */
        REFRESH_FAILED,
        /** A refresh has failed since the source's columns are others than before. */
        SCHEMA_DRIFT,
        /** A key that protects data is in another state than before. */
        KEY_STATE,
        /** A route file is not served. */
        ROUTE_FILE_REFUSED
    }
}
