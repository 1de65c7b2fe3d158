package io.spicerack.local;

/** XML that is put together element by element. Not thread-safe. */
final class Xml {
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Begins an element; {@code attributes} are written as they are. */
    Xml open(String name, String attributes) {
        xml.append('<')
                .append(name)
                .append(attributes.isEmpty() ? "" : " ")
                .append(attributes)
                .append('>');
        return this;
    }

    Xml open(String name) {
        return open(name, "");
    }

    Xml close(String name) {
        xml.append("</").append(name).append('>');
        return this;
    }

    Xml put(String name, String content) {
        return open(name).text(content).close(name);
    }

    Xml text(String content) {
        for (int i = 0; i < content.length(); i++) {
            char each = content.charAt(i);
            switch (each) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.append(each);
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return xml.toString();
    }
}
