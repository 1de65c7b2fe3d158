package io.spicerack.login;

import io.spicerack.http.HttpRequest;

/** Whether a page of this very port sent a request. */
public final class OwnOrigin {
    private OwnOrigin() {}

    /** A browser tells where a form stood; other clients do not. */
    public static boolean sentOrSilent(HttpRequest request) {
        return request.headers("origin").isEmpty() || sent(request);
    }

    /** What only a browser sends, from a page of this port: scripts of another one are refused, and so is what has no origin. */
    public static boolean sent(HttpRequest request) {
        return request.onlyHeader("origin")
                .flatMap(origin -> request.onlyHeader("host")
                        .filter(host -> origin.equals("http://" + host) || origin.equals("https://" + host)))
                .isPresent();
    }
}
