package io.spicerack.camel;

/** What Camel says of a failure: the messages of all its causes, each once. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable link = failure; link != null; link = link.getCause()) {
            String message = link.getMessage();
            if (message != null && words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : "; ").append(message);
            }
            if (link.getCause() == link) {
                break;
            }
        }
        return words.toString();
    }
}
