package io.spicerack.camel;

import static io.spicerack.camel.SpiceOptions.required;

import io.spicerack.camel.sink.AlertOutlet;
import io.spicerack.camel.sink.AuditOutlet;
import io.spicerack.camel.sink.SinkConsumer;
import io.spicerack.camel.sink.SinkOptions;
import io.spicerack.camel.sink.SinkOutlet;
import io.spicerack.core.Spice;
import io.spicerack.core.trail.FailingSinks;
import io.spicerack.core.trail.SinkTries;
import io.spicerack.model.DataSetId;
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
            label = "fetch",
            description =
                    "Required by spice:fetch. The vault, as the URI of a Camel endpoint that takes the secret's ARN in the header"
                            + " CamelAwsSecretsManagerSecretId and answers its text.")
    private @Nullable String vault;

    @UriParam
    private final QueueOptions queueOptions = new QueueOptions();

    @UriParam
    private final ChangedOptions changedOptions = new ChangedOptions();

    @UriParam
    private final RowOptions rowOptions = new RowOptions();

    @UriParam
    private final SinkOptions sinkOptions = new SinkOptions();

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
                    case audit -> sinkConsumer(processor, auditOutlet(), sinkName());
                    case alerts ->
                        sinkConsumer(
                                processor,
                                new AlertOutlet(component().spice().alerts(), sinkName()),
                                FailingSinks.ALERTS + sinkName());
                    case secrets ->
                        new SecretsConsumer(this, processor, component().credentials());
                    default ->
                        throw new IllegalArgumentException(
                                "spice:" + verb + " is a step (to:); it cannot start a route (from:)");
                };
        configureConsumer(consumer);
        return consumer;
    }

    private AuditOutlet auditOutlet() {
        Spice spice = component().spice();
        return AuditOutlet.of(sinkName(), sinkOptions, spice.auditFiles(), spice.audit());
    }

    /** @param told the sink's name where its failures are told */
    private Consumer sinkConsumer(Processor processor, SinkOutlet outlet, String told) {
        Spice spice = component().spice();
        return new SinkConsumer(
                this,
                processor,
                outlet,
                spice.soleOwners(),
                new SinkTries(spice.audit().failing(), told),
                sinkOptions.getPollInterval());
    }

    /** Checks the options now, at start-up, rather than at the first refresh. */
    void check() {
        queueOptions.check(allDefined());
        if (dataSet != null && !allDefined()) {
            dataSetId();
        }
        changedOptions.dataSourceIds();
        rowOptions.check();
        if (vault != null) {
            component().credentials().checkVault(vault);
        }
    }

    SpiceComponent component() {
        return (SpiceComponent) getComponent();
    }

    /** Whether it hands out the ingestions of all data sets that were made through the API. */
    boolean allDefined() {
        return verb == Verb.ingestions && ALL.equals(dataSet);
    }

    DataSetId dataSetId() {
        return new DataSetId(required(verb, "dataSet", dataSet));
    }

    String vaultUri() {
        return required(verb, "vault", vault);
    }

    private String sinkName() {
        return required(verb, "sink", sinkOptions.getSink());
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

    public @Nullable String getVault() {
        return vault;
    }

    public void setVault(String vault) {
        this.vault = vault;
    }

    public QueueOptions getQueueOptions() {
        return queueOptions;
    }

    public ChangedOptions getChangedOptions() {
        return changedOptions;
    }

    public RowOptions getRowOptions() {
        return rowOptions;
    }

    public SinkOptions getSinkOptions() {
        return sinkOptions;
    }
}
