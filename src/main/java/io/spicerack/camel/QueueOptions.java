package io.spicerack.camel;

import io.spicerack.core.increment.HighWaterMark;
import io.spicerack.core.queue.Overlap;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import java.util.Optional;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Options of {@code spice:ingest} and {@code spice:ingestions}: how refreshes are asked for, and how those of a data set go. */
@UriParams
public final class QueueOptions {
    @UriParam(
            label = "ingest",
            defaultValue = "SCHEDULED",
            description = "Who asks. A SCHEDULED request is dropped while one is queued or running for the data set; a"
                    + " MANUAL one waits behind it.")
    private RequestSource requestSource = RequestSource.SCHEDULED;

    @UriParam(
            label = "ingest",
            defaultValue = "FULL_REFRESH",
            enums = "FULL_REFRESH,INCREMENTAL_REFRESH",
            description =
                    "FULL_REFRESH reads all rows; INCREMENTAL_REFRESH those of the look-back window, or those above the"
                            + " data set's highWaterMark.")
    private RequestType requestType = RequestType.FULL_REFRESH;

    @UriParam(
            label = "ingest",
            defaultValue = "skip",
            enums = "skip,queue,replace",
            description =
                    "What becomes of a SCHEDULED request while another waits or runs: skip drops it; queue has it wait"
                            + " behind the one that runs; replace cancels these and takes their place.")
    private Overlap overlap = Overlap.SKIP;

    @UriParam(
            label = "ingestions",
            description = "A column of the query whose values only grow: whole numbers, dates or timestamps. An"
                    + " INCREMENTAL_REFRESH reads the rows above the highest value that is sealed, less the lag, and keeps"
                    + " the others.")
    private @Nullable String highWaterMark;

    @UriParam(
            label = "ingestions",
            defaultValue = "0",
            description =
                    "How far below the highWaterMark rows are read again, since they may be committed later than their"
                            + " value says: a whole number for numbers, a time such as 15m or 2d for dates and timestamps.")
    private String lag = "0";

    @UriParam(
            label = "ingestions",
            description =
                    "Data sets of one group are refreshed together: one snapshot of each data source, published all"
                            + " or none. A refresh of one is a refresh of all.")
    private @Nullable String group;

    @UriParam(
            label = "ingestions",
            enums = "auto,counts,values,off",
            description = "How each version is compared with its source before it is published: off, counts (rows, and"
                    + " values of each column), values (every value, against what is read back from the sealed files) or"
                    + " auto (by value where something has changed that could bend values, else by counts)."
                    + " Without it spicerack.reconcile says.")
    private @Nullable ReconcileMode reconcile;

    /** What tells which rows are new. */
    Optional<HighWaterMark> mark() {
        return Optional.ofNullable(highWaterMark).map(column -> HighWaterMark.parse(column, lag));
    }

    /** Says now, at start-up, what would fail at the first refresh. */
    void check(boolean allDefined) {
        if (allDefined && (group != null || highWaterMark != null)) {
            throw new IllegalArgumentException(
                    "spice:ingestions: option '" + (group != null ? "group" : "highWaterMark")
                            + "' is for the data sets of routes; leave it out with dataSet=*");
        }
        if (highWaterMark == null && !lag.equals("0")) {
            throw new IllegalArgumentException(
                    "spice:ingestions: option 'lag' needs a highWaterMark that it lags behind");
        }
        if (requestType != RequestType.FULL_REFRESH && requestType != RequestType.INCREMENTAL_REFRESH) {
            throw new IllegalArgumentException("spice:ingest: option 'requestType' is " + requestType
                    + "; it must be FULL_REFRESH or INCREMENTAL_REFRESH");
        }
        mark();
    }

    public RequestSource getRequestSource() {
        return requestSource;
    }

    public void setRequestSource(RequestSource requestSource) {
        this.requestSource = requestSource;
    }

    public RequestType getRequestType() {
        return requestType;
    }

    public void setRequestType(RequestType requestType) {
        this.requestType = requestType;
    }

    public Overlap getOverlap() {
        return overlap;
    }

    public void setOverlap(Overlap overlap) {
        this.overlap = overlap;
    }

    public @Nullable String getHighWaterMark() {
        return highWaterMark;
    }

    public void setHighWaterMark(String highWaterMark) {
        this.highWaterMark = highWaterMark;
    }

    public String getLag() {
        return lag;
    }

    public void setLag(String lag) {
        this.lag = lag;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public @Nullable ReconcileMode getReconcile() {
        return reconcile;
    }

    public void setReconcile(ReconcileMode reconcile) {
        this.reconcile = reconcile;
    }
}
