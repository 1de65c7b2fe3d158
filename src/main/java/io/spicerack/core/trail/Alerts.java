package io.spicerack.core.trail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.catalog.record.SequencedRecord;
import io.spicerack.core.trail.Alert.Kind;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what went wrong to those who are to hear of it, read off the trail: what is told of has long been done, so that no
 * refresh waits for it or fails by it. Each way has a position of its own in the catalog, holds up no retention, and gives up
 * what it could not bring within an hour. Thread-safe; one thread per way.
 */
public final class Alerts {
    static final Duration GIVEN_UP = Duration.ofHours(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Alerts.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String POSITION = "alerts/";
    private static final String ENABLED = "ENABLED";
    private static final int MOST = 100;
    private static final int SUBJECT = 100;
    private static final List<String> NAMES = List.of("FailIngestion", "KeyStateChange", "RefuseRouteFile");

    /** Somebody has asked for these, or they make room for something newer. */
    private static final Set<String> WANTED = Set.of(
            IngestionErrorType.INGESTION_CANCELED.name(),
            IngestionErrorType.INGESTION_SUPERSEDED.name(),
            IngestionErrorType.REFRESH_SUPPRESSED_BY_EDIT.name(),
            IngestionErrorType.DATA_SET_DELETED.name());

    private final Catalog catalog;
    private final Clock clock;

    public Alerts(Catalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Makes a way known: it hears of what happens from now on. A known one goes on where it was. */
    public void register(String way) {
        catalog.run(tx -> {
            if (tx.settings().find(POSITION + way).isEmpty()) {
                tx.settings().put(POSITION + way, String.valueOf(tx.audit().last()));
            }
        });
    }

    /** The oldest alert that has not been brought this way; the same again until it is {@link #brought}. */
    public Optional<Alert> next(String way) {
        while (true) {
            List<SequencedRecord> records = catalog.read(tx -> tx.audit().named(NAMES, position(tx, way), MOST));
            if (records.isEmpty()) {
                return Optional.empty();
            }
            List<SequencedRecord> left =
                    records.stream().takeWhile(this::isLeftOut).toList();
            leaveOut(way, left);
            if (left.size() < records.size()) {
                return Optional.of(alert(records.get(left.size())));
            }
        }
    }

    private boolean isLeftOut(SequencedRecord record) {
        return isWanted(record)
                || record.event().eventTime().isBefore(clock.instant().minus(GIVEN_UP));
    }

    private static boolean isWanted(SequencedRecord record) {
        return WANTED.contains(String.valueOf(record.event().errorCode()));
    }

    private void leaveOut(String way, List<SequencedRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        brought(way, records.get(records.size() - 1).sequence());
        long late = records.stream().filter(record -> !isWanted(record)).count();
        if (late > 0) {
            LOGGER.atWarn()
                    .addKeyValue("sink", way)
                    .addKeyValue("alerts", late)
                    .log("alerts could not be brought within an hour and are given up; the audit trail has them");
        }
    }

    /** It is there. */
    public void brought(String way, Alert alert) {
        brought(way, alert.place());
    }

    private void brought(String way, long place) {
        catalog.run(tx -> {
            tx.settings().put(POSITION + way, String.valueOf(place));
        });
    }

    private static long position(CatalogTransaction tx, String way) {
        return tx.settings()
                .find(POSITION + way)
                .map(Long::parseLong)
                .orElseThrow(() -> new IllegalStateException("alerts are not brought by '" + way + "'"));
    }

    private Alert alert(SequencedRecord sequenced) {
        AuditRecord record = sequenced.event();
        JsonNode json = parsed(record);
        Kind kind = kind(record);
        String about = about(record, json);
        String message = json.path("errorMessage").asText();
        String subject = subject(kind, about, json);
        ObjectNode alert = MAPPER.createObjectNode()
                .put("alert", kind.name())
                .put("text", message.isEmpty() ? subject : subject + ": " + message)
                .put("about", about)
                .put("time", record.eventTime().toString())
                .put("account", json.path("recipientAccountId").asText())
                .put("region", json.path("awsRegion").asText())
                .put("eventId", record.eventId().toString());
        if (record.errorCode() != null) {
            alert.put("errorType", record.errorCode()).put("message", message);
        }
        alert.set("details", json.path("serviceEventDetails").path("eventRequestDetails"));
        return new Alert(sequenced.sequence(), kind, subject, mail(record), alert.toString());
    }

    private static JsonNode parsed(AuditRecord record) {
        try {
            return MAPPER.readTree(record.json());
        } catch (JsonProcessingException e) {
            // one that was changed from outside
            return MAPPER.createObjectNode();
        }
    }

    private static Kind kind(AuditRecord record) {
        return switch (record.eventName()) {
            case "KeyStateChange" -> Kind.KEY_STATE;
            case "RefuseRouteFile" -> Kind.ROUTE_FILE_REFUSED;
            default ->
                IngestionErrorType.SQL_SCHEMA_MISMATCH_ERROR.name().equals(record.errorCode())
                        ? Kind.SCHEMA_DRIFT
                        : Kind.REFRESH_FAILED;
        };
    }

    private static String about(AuditRecord record, JsonNode json) {
        String file = json.path("serviceEventDetails")
                .path("eventRequestDetails")
                .path("file")
                .asText();
        String named = record.resourceArn() == null ? record.keyArn() : record.resourceArn();
        return named == null ? file : named;
    }

    private static String subject(Kind kind, String about, JsonNode json) {
        JsonNode states = json.path("serviceEventDetails").path("eventResponseDetails");
        String name = about.substring(about.lastIndexOf('/') + 1);
        String words =
                switch (kind) {
                    case REFRESH_FAILED ->
                        "Spicerack: refresh of " + name + " failed, "
                                + json.path("errorCode").asText();
                    case SCHEMA_DRIFT -> "Spicerack: columns of " + name + " have changed at the source";
                    case KEY_STATE ->
                        "Spicerack: key " + name + " is "
                                + states.path("keyState").asText() + ", was "
                                + states.path("previousKeyState").asText();
                    case ROUTE_FILE_REFUSED -> "Spicerack: route file " + name + " is not served";
                };
        String line = words.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() > SUBJECT ? line.substring(0, SUBJECT) : line;
    }

    /** Where a data set has refresh properties, they say so. */
    private boolean mail(AuditRecord record) {
        String arn = String.valueOf(record.resourceArn());
        int at = arn.indexOf(":dataset/");
        if (at < 0) {
            return true;
        }
        DataSetId dataSet = new DataSetId(arn.substring(at + ":dataset/".length()));
        return catalog.read(tx -> {
            boolean ofTheApi = tx.definitions().find(dataSet).isPresent();
            Optional<String> asked = tx.refreshProperties().find(dataSet).map(RefreshProperties::alertStatus);
            return asked.map(ENABLED::equals).orElse(!ofTheApi);
        });
    }
}
