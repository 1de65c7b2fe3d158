package io.spicerack.sigv4;

import static io.spicerack.sigv4.SignatureRefusedException.invalid;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpFullRequest;

/**
 * What a request is about, part by part: its Host header is a host and a port, its target a path and a query. They are never
 * joined to a text that somebody reads again: where the Host header could end a URL's path, a signature for one path would
 * be good for any.
 */
final class SignedAddress {
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern TARGET = Pattern.compile("(/[^?#\\s\\p{Cntrl}]*)(?:\\?([^#\\s\\p{Cntrl}]*))?");
    private static final int HTTP_PORT = 80;

    private SignedAddress() {}

    static SdkHttpFullRequest.Builder of(SignedRequest request) {
        Matcher host = HOST.matcher(String.valueOf(request.header("host")));
        Matcher target = TARGET.matcher(request.target());
        if (!host.matches() || !target.matches()) {
            throw refused();
        }
        SdkHttpFullRequest.Builder address = SdkHttpFullRequest.builder()
                .protocol("http")
                .host(host.group(1))
                .port(host.group(2) == null ? HTTP_PORT : Integer.parseInt(host.group(2)))
                .encodedPath(target.group(1));
        if (target.group(2) != null && !target.group(2).isEmpty()) {
            query(target.group(2), address);
        }
        return address;
    }

    private static void query(String query, SdkHttpFullRequest.Builder address) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            address.appendRawQueryParameter(
                    decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    static SignatureRefusedException refused() {
        return invalid("The Host header and the path of the request are no URL");
    }
}
