package io.spicerack.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody did to Spicerack's keys that is no call of Spicerack's: who may use a key, who put it up for deletion, who used
 * it for something else. All that AWS has on record of these keys is here but for what the comparison of calls tells already.
 * Immutable.
 *
 * @param touched grants, policies, states, tags, aliases, uses; also those that failed
 * @param looks how many calls only looked (Describe, Get, List), by principal
 */
public record TouchedKeys(List<Touch> touched, Map<String, Integer> looks) {
    /** One call. {@code by} is the principal's ARN, or what AWS calls it. */
    public record Touch(Instant time, String name, String key, String by, JsonNode event) {}

    private static final Pattern LOOK = Pattern.compile("(Describe|Get|List)[A-Z]\\w*");

    public TouchedKeys {
        touched = List.copyOf(touched);
        looks = Map.copyOf(looks);
    }

    /**
     * Searches AWS's records.
     *
     * @param keys the ids of Spicerack's keys
     */
    public static TouchedKeys of(Set<String> keys, List<JsonNode> ours, List<JsonNode> theirs) {
        Set<String> ids =
                ours.stream().map(event -> event.path("requestID").asText()).collect(Collectors.toSet());
        Set<String> spicerack = theirs.stream()
                .filter(event -> ids.contains(event.path("requestID").asText()))
                .map(ComparedCall::principal)
                .collect(Collectors.toSet());
        List<Touch> touched = new ArrayList<>();
        Map<String, Integer> looks = new TreeMap<>();
        for (JsonNode event : theirs) {
            String by = ComparedCall.principal(event);
            boolean compared = ComparedCall.ofAKeyAlone(event) ? spicerack.contains(by) : ComparedCall.concerns(event);
            if (compared || !ComparedCall.ofKms(event)) {
                continue;
            }
            for (String key : ComparedCall.keys(event)) {
                if (!keys.contains(key)) {
                    continue;
                }
                String name = event.path("eventName").asText();
                if (LOOK.matcher(name).matches()) {
                    looks.merge(by, 1, Integer::sum);
                } else {
                    touched.add(new Touch(Instant.parse(event.path("eventTime").asText()), name, key, by, event));
                }
            }
        }
        return new TouchedKeys(touched, looks);
    }

    /** Without what these principals did, who are known to look after keys. */
    public TouchedKeys withoutThoseOf(Set<String> principals) {
        return new TouchedKeys(
                touched.stream()
                        .filter(touch -> !principals.contains(touch.by()))
                        .toList(),
                looks);
    }
}
