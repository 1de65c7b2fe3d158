package io.spicerack.http;

/**
 * How a request is told from others, before anything of it is believed.
 *
 * @param id given here, told to the caller and in the log
 * @param target as it came: path and query with their escapes
 */
public record RequestLine(String id, String method, String target) {
    /** Without the query, which may name secrets. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
