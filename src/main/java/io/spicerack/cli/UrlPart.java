package io.spicerack.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text of people in the path of a URL. */
public final class UrlPart {
    private UrlPart() {}

    /** Encoded; {@code ServiceException} where it is empty. */
    public static String of(String text) {
        if (text.isBlank()) {
            throw new ServiceException("the data set's id is empty; spicerack status lists them");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
