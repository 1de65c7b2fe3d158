package io.spicerack.camel.sink;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options of {@code spice:audit} and {@code spice:alerts}: who gets what, and how it comes. */
@UriParams
public final class SinkOptions {
    @UriParam(
            label = "audit,alerts",
            description =
                    "Required by spice:audit and spice:alerts. The sink's name: each has its own durable position, so a dead sink neither loses records"
                            + " nor holds up another.")
    private @Nullable String sink;

    @UriParam(
            label = "audit",
            defaultValue = "files",
            description =
                    "files: CloudTrail's log files and digest files, one in each exchange; records: a list of records.")
    private AuditForm form = AuditForm.files;

    @UriParam(
            label = "audit",
            defaultValue = "1000",
            description =
                    "The most records of one list, or of a log file that is closed for this sink; at most 1000 there.")
    private int maxRecords = 1_000;

    @UriParam(label = "audit,alerts", defaultValue = "5000", description = "Milliseconds between looks at the queue.")
    private int pollInterval = 5_000;

    public @Nullable String getSink() {
        return sink;
    }

    public void setSink(String sink) {
        this.sink = sink;
    }

    public AuditForm getForm() {
        return form;
    }

    public void setForm(AuditForm form) {
        this.form = form;
    }

    public int getMaxRecords() {
        return maxRecords;
    }

    public void setMaxRecords(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    public int getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(int pollInterval) {
        this.pollInterval = pollInterval;
    }
}
