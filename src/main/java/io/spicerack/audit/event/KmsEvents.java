package io.spicerack.audit.event;

import static io.spicerack.audit.event.EventBuilder.members;

import io.spicerack.audit.event.Outcome.Failure;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.KeyReference;
import java.util.Map;

/**
 * Uses of a KMS key, as KMS's guide shows them with QuickSight's identity ("Logging AWS KMS API calls", ct-*.md). The resource
 * is always the data set or data source that the encryption context names.
 */
public final class KmsEvents {
    private static final String SOURCE = "kms.amazonaws.com";
    private static final String CONTEXT_KEY = "aws:quicksight:arn";

    private final EventBuilder.Beginning events;

    KmsEvents(EventBuilder.Beginning events) {
        this.events = events;
    }

    public AuditRecord generateDataKey(KeyReference key, Arn resource, Outcome outcome) {
        return use("GenerateDataKey", key, resource, outcome)
                .readOnly()
                .request(members("keyId", key.toString(), "keySpec", "AES_256", "encryptionContext", context(resource)))
                .build();
    }

    public AuditRecord decrypt(KeyReference key, Arn resource, Outcome outcome) {
        return use("Decrypt", key, resource, outcome)
                .readOnly()
                .request(symmetric(key, resource))
                .build();
    }

    /** Seals the credential pair of a data source. */
    public AuditRecord encrypt(KeyReference key, Arn resource, Outcome outcome) {
        return use("Encrypt", key, resource, outcome)
                .readOnly()
                .request(symmetric(key, resource))
                .build();
    }

    /** A data key or a credential pair was put under another key, or for another resource than {@code before}. */
    public AuditRecord reEncrypt(KeyReference from, Arn before, KeyReference to, Arn resource, Outcome outcome) {
        return use("ReEncrypt", to, resource, outcome)
                .readOnly()
                .formerKey(from)
                .request(members(
                        "sourceKeyId", from.toString(),
                        "sourceEncryptionAlgorithm", "SYMMETRIC_DEFAULT",
                        "sourceEncryptionContext", context(before),
                        "destinationKeyId", to.toString(),
                        "destinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT",
                        "destinationEncryptionContext", context(resource)))
                .build();
    }

    /** A key was disabled by a lock-down or a drill; {@code caller} wanted it. */
    public AuditRecord disableKey(Caller caller, KeyReference key, Outcome outcome) {
        return switched("DisableKey", caller, key, outcome);
    }

    /** A lock-down was undone. */
    public AuditRecord enableKey(Caller caller, KeyReference key, Outcome outcome) {
        return switched("EnableKey", caller, key, outcome);
    }

    private AuditRecord switched(String name, Caller caller, KeyReference key, Outcome outcome) {
        return events.begin(caller, SOURCE, name)
                .key(key)
                .outcome(outcome)
                .request(members("keyId", key.toString()))
                .response(members("keyId", key.toString()))
                .build();
    }

    public AuditRecord createGrant(KeyReference key, Arn resource, GrantTerms terms, String grantId) {
        return grant(key, resource, terms, Outcome.SUCCESS)
                .response(members("grantId", grantId, "keyId", key.toString()))
                .build();
    }

    public AuditRecord createGrantFailed(KeyReference key, Arn resource, GrantTerms terms, Failure failure) {
        return grant(key, resource, terms, failure).build();
    }

    /**
     * The grant of a data set that leaves customer managed keys. KMS leaves requestParameters null here; ours names key, grant and resource, so that the search for "Grant" events whose
     * request parameters hold a data set's ARN finds it (docs/audit.md).
     */
    public AuditRecord retireGrant(KeyReference key, Arn resource, String grantId, Outcome outcome) {
        return retire(key, resource, grantId, outcome)
                .request(members("keyId", key.toString(), "grantId", grantId, "constraints", constraints(resource)))
                .build();
    }

    /**
     * The grant under a key that another customer managed key has replaced. In KMS's own shape, without request parameters:
     * the CreateGrant of the new key stays the latest Grant event that a search by the data set's ARN finds.
     */
    public AuditRecord retireReplacedGrant(KeyReference key, Arn resource, String grantId, Outcome outcome) {
        return retire(key, resource, grantId, outcome).build();
    }

    /** A grant that was gone before, after a crash for instance, is as retired as another: it is no error here. */
    private EventBuilder retire(KeyReference key, Arn resource, String grantId, Outcome outcome) {
        EventBuilder event = use("RetireGrant", key, resource, outcome).additional("grantId", grantId);
        return outcome == Outcome.DONE_BEFORE ? event.additional("alreadyRetired", true) : event;
    }

    /** A look at a key's state: its registration, the key report, the key watch. */
    public AuditRecord describeKey(KeyReference key, Outcome outcome) {
        return look("DescribeKey", key, outcome);
    }

    /** The signing key of digest files was asked for its public half. */
    public AuditRecord getPublicKey(KeyReference key, Outcome outcome) {
        return look("GetPublicKey", key, outcome);
    }

    private AuditRecord look(String name, KeyReference key, Outcome outcome) {
        return events.begin(Caller.SERVICE, SOURCE, name)
                .key(key)
                .outcome(outcome)
                .readOnly()
                .request(members("keyId", key.toString()))
                .build();
    }

    /** A digest file was signed. */
    public AuditRecord sign(KeyReference key, Outcome outcome) {
        return events.begin(Caller.SERVICE, SOURCE, "Sign")
                .key(key)
                .outcome(outcome)
                .readOnly()
                .request(members(
                        "messageType", "RAW", "keyId", key.toString(), "signingAlgorithm", "RSASSA_PKCS1_V1_5_SHA_256"))
                .build();
    }

    private EventBuilder grant(KeyReference key, Arn resource, GrantTerms terms, Outcome outcome) {
        return use("CreateGrant", key, resource, outcome)
                .request(members(
                        "keyId", key.toString(),
                        "name", terms.name(),
                        "constraints", constraints(resource),
                        "operations", terms.operations(),
                        "granteePrincipal", terms.granteePrincipal(),
                        "retiringPrincipal", terms.retiringPrincipal()));
    }

    private EventBuilder use(String name, KeyReference key, Arn resource, Outcome outcome) {
        return events.begin(Caller.SERVICE, SOURCE, name)
                .key(key)
                .about(resource)
                .outcome(outcome);
    }

    private static Map<String, Object> symmetric(KeyReference key, Arn resource) {
        return members(
                "encryptionAlgorithm", "SYMMETRIC_DEFAULT",
                "keyId", key.toString(),
                "encryptionContext", context(resource));
    }

    private static Map<String, Object> constraints(Arn resource) {
        return members("encryptionContextSubset", context(resource));
    }

    private static Map<String, Object> context(Arn resource) {
        return members(CONTEXT_KEY, resource.toString());
    }
}
