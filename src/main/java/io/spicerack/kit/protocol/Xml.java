package io.spicerack.kit.protocol;

/** XML that is put together element by element. Not thread-safe. */
public final class Xml {
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Begins an element; {@code attributes} are written as they are. */
    public Xml open(String name, String attributes) {
        xml.append('<')
                .append(name)
                .append(attributes.isEmpty() ? "" : " ")
                .append(attributes)
                .append('>');
        return this;
    }

    public Xml open(String name) {
        return open(name, "");
    }

    public Xml close(String name) {
        xml.append("</").append(name).append('>');
        return this;
    }

    public Xml put(String name, String content) {
        return open(name).text(content).close(name);
    }

    public Xml text(String content) {
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
