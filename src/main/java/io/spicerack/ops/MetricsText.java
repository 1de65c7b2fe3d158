package io.spicerack.ops;

/** Prometheus' text format, version 0.0.4. Not thread-safe. */
final class MetricsText {
    private final StringBuilder text = new StringBuilder();
    private String name = "";

    /** Begins a metric; its samples follow. */
    void family(String metric, String type, String help) {
        name = metric;
        text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
    }

    /** @param labels names and values in turn */
    void sample(long value, String... labels) {
        text.append(name).append('{');
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append("} ").append(value).append('\n');
    }

    /** Backslash first, or the others' would be doubled. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
