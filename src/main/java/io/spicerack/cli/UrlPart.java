package io.spicerack.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text of people in the path or the query of a URL. */
public final class UrlPart {
    private UrlPart() {}

    /**
     * Encoded; {@code ServiceException} where it is empty.
     *
     * @param what the text is, as that exception says it
     */
    public static String of(String what, String text) {
        return encoded(text, what + " is empty");
    }

    /** The same of a data set's id. */
    public static String dataSet(String id) {
        return encoded(id, "the data set's id is empty; spicerack status lists them");
    }

    /** The same of a data source's id. */
    public static String dataSource(String id) {
        return encoded(
                id,
                "the data source's id is empty; its file in config/catalog/, or whoever made it by the API, has it");
    }

    private static String encoded(String text, String whereEmpty) {
        if (text.isBlank()) {
            throw new ServiceException(whereEmpty);
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
