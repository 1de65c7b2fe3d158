package io.spicerack.page;

/**
 * HTML or SVG while it is written. Whatever comes from outside goes through {@link #text} or an attribute, which escape it;
 * tags and names of attributes are ours. One thread.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** An element with what is in it. */
    Html element(String tag, Runnable content, String... attributes) {
        open(tag, attributes);
        content.run();
        return close(tag);
    }

    /** An element with a text in it. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** @param attributes names and values in turn */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    Html text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** A constant of ours, as it stands. */
    Html raw(String constant) {
        out.append(constant);
        return this;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
