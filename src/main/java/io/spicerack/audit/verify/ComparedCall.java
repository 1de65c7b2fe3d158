package io.spicerack.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.audit.event.Outcome;
import io.spicerack.model.Arn;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What both sides write of one call of KMS or Secrets Manager. Immutable.
 *
 * @param key the key's id, or empty
 * @param resource the encryption context's ARN, or the grant, or the secret; empty in a call about a key alone
 */
record ComparedCall(String name, String key, String resource, String error) implements Comparable<ComparedCall> {
    private static final Comparator<ComparedCall> ORDER = Comparator.comparing(ComparedCall::name)
            .thenComparing(ComparedCall::key)
            .thenComparing(ComparedCall::resource)
            .thenComparing(ComparedCall::error);
    private static final Set<String> WITH_DATA =
            Set.of("GenerateDataKey", "Decrypt", "Encrypt", "ReEncrypt", "CreateGrant", "RetireGrant");
    private static final Set<String> WITH_A_KEY_ALONE =
            Set.of("DescribeKey", "GetPublicKey", "Sign", "DisableKey", "EnableKey");
    private static final String CONTEXT_KEY = "aws:quicksight:arn";

    @Override
    public int compareTo(ComparedCall other) {
        return ORDER.compare(this, other);
    }

    static ComparedCall of(JsonNode event) {
        return new ComparedCall(eventName(event), key(event), resource(event), error(event));
    }

    /** Whether the record is of a call that Spicerack makes: with a data set, a data source or a principal, of a secret or a key. */
    static boolean concerns(JsonNode event) {
        return !secret(event).isEmpty()
                || ofAKeyAlone(event)
                || (ofKms(event)
                        && WITH_DATA.contains(eventName(event))
                        && !resource(event).isEmpty());
    }

    /** Whether the record is of a call that names no data: anybody who may look at keys makes such calls too. */
    static boolean ofAKeyAlone(JsonNode event) {
        return ofKms(event) && WITH_A_KEY_ALONE.contains(eventName(event));
    }

    /** The secret that was read, or the key that alone was named; empty in the record of another call. */
    static String subject(JsonNode event) {
        return ofAKeyAlone(event) ? key(event) : secret(event);
    }

    /** Whether nobody here knows how the call ended. */
    static boolean unknown(JsonNode event) {
        return event.path("errorCode").asText("").equals(Outcome.UNKNOWN.code());
    }

    boolean sameButForItsEnd(ComparedCall other) {
        return name.equals(other.name) && key.equals(other.key) && resource.equals(other.resource);
    }

    private static String eventName(JsonNode event) {
        return event.path("eventName").asText();
    }

    /** Of a role, the role: its sessions come and go. */
    static String principal(JsonNode event) {
        JsonNode identity = event.path("userIdentity");
        return identity.path("sessionContext")
                .path("sessionIssuer")
                .path("arn")
                .asText(identity.path("arn").asText(identity.path("type").asText()));
    }

    static boolean ofKms(JsonNode event) {
        return event.path("eventSource").asText().equals("kms.amazonaws.com");
    }

    private static String secret(JsonNode event) {
        return event.path("eventSource").asText().equals("secretsmanager.amazonaws.com")
                        && eventName(event).equals("GetSecretValue")
                ? event.path("requestParameters").path("secretId").asText("")
                : "";
    }

    private static String error(JsonNode event) {
        return event.path("additionalEventData").path("alreadyRetired").asBoolean()
                ? "NotFoundException"
                : event.path("errorCode").asText("");
    }

    private static String resource(JsonNode event) {
        if (eventName(event).equals("RetireGrant")) {
            return event.path("additionalEventData").path("grantId").asText("");
        }
        if (!secret(event).isEmpty()) {
            return secret(event);
        }
        JsonNode request = event.path("requestParameters");
        for (JsonNode pairs : new JsonNode[] {
            request.path("encryptionContext"),
            request.path("sourceEncryptionContext"),
            request.path("constraints").path("encryptionContextSubset"),
            request.path("constraints").path("encryptionContextEquals")
        }) {
            if (pairs.has(CONTEXT_KEY)) {
                return pairs.path(CONTEXT_KEY).asText();
            }
        }
        return "";
    }

    /** The ids of all keys that the record names. */
    static Set<String> keys(JsonNode event) {
        Set<String> keys = new TreeSet<>();
        event.path("resources")
                .forEach(resource -> keys.add(id(resource.path("ARN").asText(""))));
        for (String member : List.of("keyId", "targetKeyId", "sourceKeyId", "destinationKeyId")) {
            keys.add(id(event.path("requestParameters").path(member).asText("")));
        }
        keys.remove("");
        return keys;
    }

    /** The key's id alone: KMS may be given an id, an ARN or an alias. A grant that is gone has told it no key. */
    private static String key(JsonNode event) {
        if (eventName(event).equals("RetireGrant")) {
            return "";
        }
        String text = event.path("resources")
                .path(0)
                .path("ARN")
                .asText(event.path("requestParameters").path("keyId").asText(""));
        return id(text);
    }

    private static String id(String text) {
        return (text.startsWith("arn:") ? Arn.parse(text).resource() : text).replaceFirst("^key/", "");
    }
}
