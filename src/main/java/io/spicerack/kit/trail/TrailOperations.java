package io.spicerack.kit.trail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.audit.file.DigestKey;
import io.spicerack.audit.file.TrailName;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.protocol.AwsCall;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.AwsJson;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.protocol.ServedTrail;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** CloudTrail's operations on the trail that is served, and the lookup of the local AWS's own events. Thread-safe. */
public final class TrailOperations {
    private final Optional<ServedTrail> trail;
    private final EventLookup lookup;
    private final Clock clock;

    public TrailOperations(Optional<ServedTrail> trail, EventLookup lookup, Clock clock) {
        this.trail = trail;
        this.lookup = lookup;
        this.clock = clock;
    }

    public void addTo(Operations operations) {
        operations
                .reading("DescribeTrails", this::describeTrails)
                .reading("GetTrail", this::getTrail)
                .reading("GetTrailStatus", this::getTrailStatus)
                .reading("ListTrails", this::listTrails)
                .reading("ListPublicKeys", this::listPublicKeys)
                .reading("LookupEvents", lookup::lookUp);
    }

    private ObjectNode describeTrails(AwsCall call) {
        List<String> wanted = call.input().list("trailNameList");
        List<TrailName> found = trail.stream()
                .map(ServedTrail::name)
                .filter(name -> wanted.isEmpty() || wanted.stream().anyMatch(each -> isNamed(name, each)))
                .toList();
        return JsonBody.object().set("trailList", JsonBody.array(found, TrailOperations::described));
    }

    private ObjectNode getTrail(AwsCall call) {
        return JsonBody.object().set("Trail", described(named(call)));
    }

    private ObjectNode getTrailStatus(AwsCall call) {
        named(call);
        return JsonBody.object().put("IsLogging", true);
    }

    private ObjectNode listTrails(AwsCall call) {
        return JsonBody.object()
                .set(
                        "Trails",
                        JsonBody.array(trail.map(ServedTrail::name).stream().toList(), name -> JsonBody.object()
                                .put("TrailARN", name.arn().toString())
                                .put("Name", name.name())
                                .put("HomeRegion", name.account().region())));
    }

    private ObjectNode listPublicKeys(AwsCall call) {
        Instant from = call.input().time("StartTime", Instant.EPOCH);
        Instant until = call.input().time("EndTime", clock.instant());
        List<DigestKey> keys = trail.map(served -> served.publicKeys().list()).orElse(List.of()).stream()
                .filter(key -> !key.validFrom().isAfter(until))
                .filter(key -> key.validUntil() == null || !key.validUntil().isBefore(from))
                .toList();
        return JsonBody.object().set("PublicKeyList", JsonBody.array(keys, key -> {
            ObjectNode json = JsonBody.object()
                    .put("Fingerprint", key.fingerprint())
                    .put("Value", Base64.getEncoder().encodeToString(key.pkcs1()));
            AwsJson.putTime(json, "ValidityStartTime", key.validFrom());
            AwsJson.putTime(json, "ValidityEndTime", key.validUntil());
            return json;
        }));
    }

    private TrailName named(AwsCall call) {
        String wanted = call.input().required("Name");
        return trail.map(ServedTrail::name)
                .filter(name -> isNamed(name, wanted))
                .orElseThrow(() -> new AwsError("TrailNotFoundException", "Unknown trail: " + wanted));
    }

    private static boolean isNamed(TrailName name, String wanted) {
        return wanted.equals(name.name()) || wanted.equals(name.arn().toString());
    }

    private static ObjectNode described(TrailName name) {
        return JsonBody.object()
                .put("Name", name.name())
                .put("S3BucketName", name.bucket())
                .put("IncludeGlobalServiceEvents", false)
                .put("IsMultiRegionTrail", false)
                .put("HomeRegion", name.account().region())
                .put("TrailARN", name.arn().toString())
                .put("LogFileValidationEnabled", true)
                .put("HasCustomEventSelectors", false)
                .put("HasInsightSelectors", false)
                .put("IsOrganizationTrail", false);
    }
}
