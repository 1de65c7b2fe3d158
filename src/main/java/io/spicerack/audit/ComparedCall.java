package io.spicerack.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.spicerack.model.Arn;
import java.util.Comparator;
import java.util.Set;

/**
 * What both sides write of one call of KMS or Secrets Manager: AWS's request id is not among our values, so this tells which
 * call it was. Immutable.
 *
 * @param resource the encryption context's ARN, or the grant, or the secret
 */
record ComparedCall(String name, String key, String resource, String error) implements Comparable<ComparedCall> {
    private static final Comparator<ComparedCall> ORDER = Comparator.comparing(ComparedCall::name)
            .thenComparing(ComparedCall::key)
            .thenComparing(ComparedCall::resource)
            .thenComparing(ComparedCall::error);
    private static final Set<String> CALLS =
            Set.of("GenerateDataKey", "Decrypt", "Encrypt", "ReEncrypt", "CreateGrant", "RetireGrant");
    private static final String CONTEXT_KEY = "aws:quicksight:arn";

    @Override
    public int compareTo(ComparedCall other) {
        return ORDER.compare(this, other);
    }

    static ComparedCall of(JsonNode event) {
        return new ComparedCall(event.path("eventName").asText(), key(event), resource(event), error(event));
    }

    /** Whether the record is of a call with a data set, a data source or a principal, or with a secret. */
    static boolean concerns(JsonNode event) {
        boolean ofKms = event.path("eventSource").asText().equals("kms.amazonaws.com")
                && CALLS.contains(event.path("eventName").asText());
        return (ofKms || !secret(event).isEmpty()) && !resource(event).isEmpty();
    }

    /** The secret that was read; empty in the record of another call. */
    static String secret(JsonNode event) {
        return event.path("eventSource").asText().equals("secretsmanager.amazonaws.com")
                        && event.path("eventName").asText().equals("GetSecretValue")
                ? event.path("requestParameters").path("secretId").asText("")
                : "";
    }

    /** Whether nobody here knows how the call ended. */
    static boolean unknown(JsonNode event) {
        return event.path("errorCode").asText("").equals(Outcome.UNKNOWN.code());
    }

    boolean sameButForItsEnd(ComparedCall other) {
        return name.equals(other.name) && key.equals(other.key) && resource.equals(other.resource);
    }

    private static String error(JsonNode event) {
        if (event.path("additionalEventData").path("alreadyRetired").asBoolean()) {
            return "NotFoundException";
        }
        String code = event.path("errorCode").asText("");
        // another vault may stand in for Secrets Manager, so ours has no codes of its own
        return secret(event).isEmpty() || code.isEmpty() ? code : "failed";
    }

    private static String resource(JsonNode event) {
        if (event.path("eventName").asText().equals("RetireGrant")) {
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

    /** The key's id alone: KMS may be given an id, an ARN or an alias. A grant that is gone has told it no key. */
    private static String key(JsonNode event) {
        if (event.path("eventName").asText().equals("RetireGrant")) {
            return "";
        }
        String text = event.path("resources")
                .path(0)
                .path("ARN")
                .asText(event.path("requestParameters").path("keyId").asText(""));
        return text.startsWith("arn:") ? Arn.parse(text).resource() : text;
    }
}
