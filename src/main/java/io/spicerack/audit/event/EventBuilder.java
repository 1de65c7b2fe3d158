package io.spicerack.audit.event;

import io.spicerack.audit.event.Outcome.Failure;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One record while it is put together, member by member in the order of CloudTrail's own examples. */
public final class EventBuilder {
    /** Begins a record of what {@code source} did for a caller, with time and ids. */
    @FunctionalInterface
    interface Beginning {
        EventBuilder begin(Caller caller, String source, String name);
    }

    /** CloudTrail's "record contents" page. */
    private static final String EVENT_VERSION = "1.11";

    private final Account account;
    private final Caller caller;
    private final String source;
    private final String name;
    private final Instant time;
    private final String requestId;
    private final UUID eventId;
    private final Map<String, Object> additional = new LinkedHashMap<>();
    private boolean readOnly;
    private Outcome outcome = Outcome.SUCCESS;
    private @Nullable KeyReference key;
    private @Nullable KeyReference formerKey;
    private @Nullable Arn resource;
    private @Nullable Map<String, Object> request;
    private @Nullable Map<String, Object> response;
    private @Nullable Map<String, Object> serviceDetails;
    private @Nullable String apiVersion;

    EventBuilder(
            Account account, Caller caller, String source, String name, Instant time, String requestId, UUID eventId) {
        this.account = account;
        this.caller = caller;
        this.source = source;
        this.name = name;
        this.time = time;
        this.requestId = requestId;
        this.eventId = eventId;
    }

    /** An object whose members stay in the order given: name, value, name, value... */
    public static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    EventBuilder readOnly() {
        readOnly = true;
        return this;
    }

    EventBuilder outcome(Outcome how) {
        outcome = how;
        return this;
    }

    EventBuilder key(@Nullable KeyReference kmsKey) {
        key = kmsKey;
        return this;
    }

    /** The key that something was under before: of ReEncrypt, CloudTrail lists it first. */
    EventBuilder formerKey(KeyReference kmsKey) {
        formerKey = kmsKey;
        return this;
    }

    EventBuilder about(@Nullable Arn dataSetOrDataSource) {
        resource = dataSetOrDataSource;
        return this;
    }

    EventBuilder request(Map<String, Object> parameters) {
        request = parameters;
        return this;
    }

    /** What a call that succeeded answered. */
    EventBuilder response(Map<String, Object> elements) {
        response = elements;
        return this;
    }

    EventBuilder additional(String name, Object value) {
        additional.put(name, value);
        return this;
    }

    EventBuilder apiVersion(String version) {
        apiVersion = version;
        return this;
    }

    /** Makes this an AwsServiceEvent: something that the service did without being called. */
    EventBuilder serviceDetails(Map<String, Object> requestDetails, Map<String, Object> responseDetails) {
        serviceDetails = members("eventRequestDetails", requestDetails, "eventResponseDetails", responseDetails);
        return this;
    }

    AuditRecord build() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventVersion", EVENT_VERSION);
        event.put("userIdentity", caller.userIdentity());
        event.put("eventTime", time.toString());
        event.put("eventSource", source);
        event.put("eventName", name);
        event.put("awsRegion", account.region());
        event.put("sourceIPAddress", caller.sourceAddress());
        event.put("userAgent", FieldLimits.text(caller.userAgent()));
        Failure failure = outcome instanceof Failure failed ? failed : null;
        if (failure != null) {
            event.put("errorCode", FieldLimits.text(failure.code()));
            if (failure.message() != null) {
                event.put("errorMessage", FieldLimits.text(failure.message()));
            }
        }
        event.put("requestParameters", FieldLimits.parameters(request));
        event.put("responseElements", failure == null ? FieldLimits.parameters(response) : null);
        if (!additional.isEmpty()) {
            event.put("additionalEventData", FieldLimits.additional(additional));
        }
        event.put("requestID", requestId);
        event.put("eventID", eventId.toString());
        event.put("readOnly", readOnly);
        List<Map<String, Object>> keys = Stream.of(Optional.ofNullable(formerKey), Optional.ofNullable(key))
                .flatMap(Optional::stream)
                .map(used -> members("accountId", owner(used), "type", "AWS::KMS::Key", "ARN", used.toString()))
                .toList();
        if (!keys.isEmpty()) {
            event.put("resources", keys);
        }
        event.put("eventType", serviceDetails == null ? "AwsApiCall" : "AwsServiceEvent");
        if (apiVersion != null) {
            event.put("apiVersion", apiVersion);
        }
        event.put("managementEvent", true);
        event.put("recipientAccountId", account.id());
        if (serviceDetails != null) {
            event.put("serviceEventDetails", serviceDetails);
        }
        event.put("eventCategory", "Management");
        return new AuditRecord(
                eventId,
                time,
                source,
                name,
                text(key),
                text(resource),
                failure == null ? null : failure.code(),
                EventJson.text(event));
    }

    /** A key of KMS may be of another account, as its ARN tells; other providers' keys are of this one. */
    private String owner(KeyReference used) {
        return Arn.find(used.text()).map(Arn::accountId).orElse(account.id());
    }

    private static @Nullable String text(@Nullable Object named) {
        return named == null ? null : named.toString();
    }
}
