package io.spicerack.camel;

import io.spicerack.core.increment.HighWaterMark;
import io.spicerack.core.queue.Overlap;
import io.spicerack.core.refresh.RowStep;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DriftPolicy;
import io.spicerack.model.ReconcileMode;
import io.spicerack.model.RequestSource;
import io.spicerack.model.RequestType;
import io.spicerack.prepare.DropCondition;
import io.spicerack.prepare.Mask;
import io.spicerack.source.SplitOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Refresh encrypted data sets: queue, extract, seal, reconcile and publish, and deliver the audit trail. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "spice",
        title = "Spice",
        syntax = "spice:verb",
        category = {Category.DATABASE, Category.SECURITY})
public final class SpiceEndpoint extends DefaultEndpoint {
    private static final String ALL = "*";

    @UriPath(description = "What the endpoint does: one step of a refresh, or the audit queue.")
    @Metadata(required = true)
    private final Verb verb;

    @UriParam(
            label = "ingest,ingestions",
            description =
                    "Required by spice:ingest and spice:ingestions. The data set's id: 1 to 128 letters, digits, hyphens, underscores. In spice:ingestions, * stands"
                            + " for every data set that was made through the API.")
    private @Nullable String dataSet;

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

    @UriParam(
            label = "changed",
            description =
                    "Required by spice:changed. A text that stands for what is refreshed: with another one a refresh is never"
                            + " skipped. In routes/ it is filled in from the route itself.")
    private @Nullable String definition;

    @UriParam(
            label = "changed",
            description =
                    "The ids of the data sources that the route reads, with commas between them: where one is edited, a refresh is"
                            + " not skipped. In routes/ they are filled in from the route itself.")
    private @Nullable String dataSources;

    @UriParam(
            label = "extract",
            description =
                    "Required by spice:extract. The id of the data source to read from; * for what the data set's definition in the catalog says,"
                            + " its query included.")
    private @Nullable String dataSource;

    @UriParam(
            label = "extract",
            description = "The most connections that read the query at a time, all in one snapshot: 1 to 16. Without it"
                    + " spicerack.source.connections says.")
    private int connections;

    @UriParam(
            label = "extract",
            description =
                    "A column of the query with whole numbers, by whose ranges it is read over several connections."
                            + " PostgreSQL needs none where the query reads one table.")
    private @Nullable String partitionColumn;

    @UriParam(label = "mask", description = "Required by spice:mask. The column of the query whose values are masked.")
    private @Nullable String column;

    @UriParam(
            label = "mask",
            description =
                    "Required by spice:mask. What stands in the values' place: hash (under a key of the installation), null, or keep last N"
                            + " (stars, and the last N letters).")
    private @Nullable String with;

    @UriParam(
            label = "drop",
            description =
                    "Required by spice:drop. Rows for which this condition is true are left out, in the language of calculated fields.")
    private @Nullable String where;

    @UriParam(
            label = "seal",
            enums = "fail,adapt-widening,adapt",
            description =
                    "What becomes of columns that differ from the current version's: fail, adapt-widening (new columns"
                            + " and wider types are taken) or adapt. Without it spicerack.source.drift says.")
    private @Nullable DriftPolicy drift;

    @UriParam(
            label = "seal",
            defaultValue = "as-read",
            enums = "as-read,masked,filtered",
            description =
                    "What a step between spice:extract and spice:seal does to the rows: as-read (nothing: others are"
                            + " refused), masked (the same rows with other values) or filtered (fewer or other rows).")
    private RowStep rows = RowStep.AS_READ;

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

    @UriParam(
            label = "fetch",
            description =
                    "Required by spice:fetch. The vault, as the URI of a Camel endpoint that takes the secret's ARN in the header"
                            + " CamelAwsSecretsManagerSecretId and answers its text.")
    private @Nullable String vault;

    SpiceEndpoint(String uri, SpiceComponent component, Verb verb) {
        super(uri, component);
        this.verb = verb;
    }

    @Override
    public Producer createProducer() {
        if (verb.consumes()) {
            throw new IllegalArgumentException("spice:" + verb + " starts a route (from:); it cannot be a step (to:)");
        }
        return new SpiceProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                switch (verb) {
                    case ingestions -> new IngestionsConsumer(this, processor);
                    case audit -> new AuditConsumer(this, processor);
                    case alerts ->
                        new AlertsConsumer(
                                this,
                                processor,
                                sinkName(),
                                pollInterval,
                                component().alerts(),
                                component().soleOwners());
                    case secrets -> new SecretsConsumer(this, processor);
                    default ->
                        throw new IllegalArgumentException(
                                "spice:" + verb + " is a step (to:); it cannot start a route (from:)");
                };
        configureConsumer(consumer);
        return consumer;
    }

    /** Checks the ids now, at start-up, rather than at the first refresh. */
    void checkIds() {
        if (allDefined() && (group != null || highWaterMark != null)) {
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
        if (dataSet != null && !allDefined()) {
            dataSetId();
        }
        if (dataSource != null && !defined()) {
            dataSourceId();
        }
        dataSourceIds();
        if (with != null) {
            mask();
        }
        if (where != null) {
            dropCondition();
        }
        if (vault != null) {
            component().credentials().checkVault(vault);
        }
        split(1);
    }

    SpiceComponent component() {
        return (SpiceComponent) getComponent();
    }

    /** Whether it hands out the ingestions of all data sets that were made through the API. */
    boolean allDefined() {
        return verb == Verb.ingestions && ALL.equals(dataSet);
    }

    /** Whether the catalog says what is extracted. */
    boolean defined() {
        return ALL.equals(dataSource);
    }

    DataSetId dataSetId() {
        return new DataSetId(required("dataSet", dataSet));
    }

    DataSourceId dataSourceId() {
        return new DataSourceId(required("dataSource", dataSource));
    }

    /** What stands for all that a refresh does. */
    String definitionText() {
        return required("definition", definition);
    }

    /** Those that take part in it. */
    List<DataSourceId> dataSourceIds() {
        return dataSources == null
                ? List.of()
                : Stream.of(dataSources.split(",", -1)).map(DataSourceId::new).toList();
    }

    /** What tells which rows are new. */
    Optional<HighWaterMark> mark() {
        return Optional.ofNullable(highWaterMark).map(column -> HighWaterMark.parse(column, lag));
    }

    /** What the options say about connections; {@code byDefault} where they say nothing. */
    SplitOptions split(int byDefault) {
        return new SplitOptions(connections == 0 ? byDefault : connections, Optional.ofNullable(partitionColumn));
    }

    String maskedColumn() {
        return required("column", column);
    }

    Mask mask() {
        try {
            return Mask.parse(required("with", with));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spice:mask: option 'with' is '" + with + "'; " + e.getMessage(), e);
        }
    }

    DropCondition dropCondition() {
        try {
            return DropCondition.parse(required("where", where));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spice:drop: option 'where': " + e.getMessage(), e);
        }
    }

    Optional<DriftPolicy> driftPolicy() {
        return Optional.ofNullable(drift);
    }

    String sinkName() {
        return required("sink", sink);
    }

    String vaultUri() {
        return required("vault", vault);
    }

    private String required(String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("spice:" + verb + ": option '" + option + "' is missing");
        }
        return value;
    }

    public Verb getVerb() {
        return verb;
    }

    public @Nullable String getDataSet() {
        return dataSet;
    }

    public void setDataSet(String dataSet) {
        this.dataSet = dataSet;
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

    public @Nullable String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public @Nullable String getDefinition() {
        return definition;
    }

    public void setDefinition(String definition) {
        this.definition = definition;
    }

    public @Nullable String getDataSources() {
        return dataSources;
    }

    public void setDataSources(String dataSources) {
        this.dataSources = dataSources;
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public @Nullable String getPartitionColumn() {
        return partitionColumn;
    }

    public void setPartitionColumn(String partitionColumn) {
        this.partitionColumn = partitionColumn;
    }

    public @Nullable DriftPolicy getDrift() {
        return drift;
    }

    public void setDrift(DriftPolicy drift) {
        this.drift = drift;
    }

    public RowStep getRows() {
        return rows;
    }

    public void setRows(RowStep rows) {
        this.rows = rows;
    }

    public @Nullable String getColumn() {
        return column;
    }

    public void setColumn(String column) {
        this.column = column;
    }

    public @Nullable String getWith() {
        return with;
    }

    public void setWith(String with) {
        this.with = with;
    }

    public @Nullable String getWhere() {
        return where;
    }

    public void setWhere(String where) {
        this.where = where;
    }

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

    public @Nullable String getVault() {
        return vault;
    }

    public void setVault(String vault) {
        this.vault = vault;
    }

    public int getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(int pollInterval) {
        this.pollInterval = pollInterval;
    }
}
