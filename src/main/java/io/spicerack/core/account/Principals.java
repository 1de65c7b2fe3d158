package io.spicerack.core.account;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.core.keys.KeysConfig;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.ResourceExistsException;
import io.spicerack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The principals of the API and their access keys. A secret access key is needed to check a signature, so it is kept, but
 * only as the service-owned KMS key encrypted it: a lockdown of the default key does not lock the operators out. Thread-safe.
 */
public final class Principals {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern ACTION =
            Pattern.compile("\\*|quicksight:[A-Za-z]*\\*?|spicerack:(viewer|operator|admin)");
    private static final Pattern SECRET = Pattern.compile("\\*|arn:[-a-z0-9]+:secretsmanager:\\S+");
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final Catalog catalog;
    private final KeyService keys;
    private final KeysConfig config;
    private final Trail trail;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Principals(Catalog catalog, KeyService keys, KeysConfig config, Trail trail, Clock clock) {
        this.catalog = catalog;
        this.keys = keys;
        this.config = config;
        this.trail = trail;
        this.clock = clock;
    }

    /** Makes a principal with a new access key, which may look at everything and change nothing. The caller closes it. */
    public NewAccessKey createReadOnly(String name) {
        return make(name, List.of(ReadOnly.ACTION), List.of());
    }

    /** Makes a principal with a new access key. The caller closes it. */
    public NewAccessKey create(String name, List<String> actions, List<String> secrets) {
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("principal '" + name + "' has no actions; give it at least one, such as"
                    + " quicksight:Describe*, or * for all");
        }
        actions.forEach(action -> check(
                "action",
                action,
                ACTION,
                "such as quicksight:DescribeDataSet, quicksight:List*, spicerack:viewer, or *"));
        secrets.forEach(secret -> check("secret", secret, SECRET, "the ARN of a secret, * at the end of one, or *"));
        return make(name, actions, secrets);
    }

    private NewAccessKey make(String name, List<String> actions, List<String> secrets) {
        check("principal name", name, NAME, "1 to 64 letters, digits, dots, hyphens and underscores");
        if (catalog.read(tx -> tx.principals().find(name)).isPresent()) {
            throw new ResourceExistsException(
                    "principal '" + name + "' exists already; rotate its key, delete it, or choose another name");
        }
        return keep(name, actions, secrets, clock.instant(), "CreatePrincipal");
    }

    /** A new access key for a principal; the one before opens nothing from now on. The caller closes it. */
    public NewAccessKey rotate(String name) {
        PrincipalRecord before = catalog.read(tx -> tx.principals().find(name)).orElseThrow(() -> unknown(name));
        return keep(name, before.actions(), before.secrets(), before.created(), "RotatePrincipal");
    }

    /** Its session tags, which rules of rows choose by. */
    public Map<String, String> sessionTags(String name) {
        return catalog.read(tx -> tx.tags().of(arn(name)));
    }

    /** Replaces the session tags of a principal; the record has their keys alone, since values may be secret. */
    public void tag(String name, Map<String, String> tags) {
        Tags.check("session tag", "principal '" + name + "'", tags);
        catalog.run(tx -> {
            if (tx.principals().find(name).isEmpty()) {
                throw unknown(name);
            }
            tx.tags().forgetResource(arn(name));
            tags.forEach((key, value) -> tx.tags().put(arn(name), key, value));
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(
                                    trail.caller(),
                                    "TagPrincipal",
                                    arn(name),
                                    Map.of("Name", name, "TagKeys", String.join(",", tags.keySet()))));
        });
    }

    /** Ends a principal, its access key, its database password, its session tags and its permissions. */
    public void delete(String name) {
        catalog.run(tx -> {
            if (!tx.principals().delete(name)) {
                throw unknown(name);
            }
            tx.permissions().forgetPrincipal(arn(name));
            tx.tags().forgetResource(arn(name));
            tx.databasePasswords().delete(name);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .changed(trail.caller(), "DeletePrincipal", arn(name), Map.of("Name", name)));
        });
    }

    public List<PrincipalRecord> list() {
        return catalog.read(tx -> tx.principals().list());
    }

    /** Who has this name now. */
    public Optional<Principal> named(String name) {
        return catalog.read(tx -> tx.principals().find(name)).map(this::principal);
    }

    public Optional<PrincipalRecord> withAccessKey(String accessKeyId) {
        return catalog.read(tx -> tx.principals().withAccessKey(accessKeyId));
    }

    public Principal principal(PrincipalRecord kept) {
        return new Principal(kept.name(), arn(kept.name()), kept.accessKeyId(), kept.actions(), kept.secrets());
    }

    /** The secret access key of a principal. The caller closes it. */
    public Secret secretAccessKey(PrincipalRecord kept) {
        byte[] bytes = keys.decryptBytes(kept.secretAccessKey(), new EncryptionContext(arn(kept.name())));
        try {
            return Secret.of(new String(bytes, StandardCharsets.US_ASCII));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** QuickSight's ARN of a user, which resource permissions name. */
    public Arn arn(String name) {
        Account account = config.account();
        return new Arn(account.partition(), "quicksight", account.region(), account.id(), "user/default/" + name);
    }

    private NewAccessKey keep(
            String name, List<String> actions, List<String> secrets, Instant created, String operation) {
        String id = accessKeyId();
        byte[] bits = new byte[30];
        random.nextBytes(bits);
        byte[] secret = Base64.getEncoder().encode(bits);
        try {
            WrappedKey wrapped = keys.encrypt(config.serviceOwnedKey(), secret, new EncryptionContext(arn(name)));
            PrincipalRecord kept = new PrincipalRecord(name, id, wrapped, actions, secrets, created, clock.instant());
            catalog.run(tx -> {
                tx.principals().put(kept);
                tx.audit()
                        .append(trail.events()
                                .api()
                                .changed(
                                        trail.caller(),
                                        operation,
                                        arn(name),
                                        Map.of("Name", name, "AccessKeyId", id, "Actions", String.join(",", actions))));
            });
            return new NewAccessKey(principal(kept), Secret.of(new String(secret, StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(bits, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private String accessKeyId() {
        StringBuilder id = new StringBuilder("AKIA");
        random.ints(16, 0, ID_LETTERS.length()).forEach(letter -> id.append(ID_LETTERS.charAt(letter)));
        return id.toString();
    }

    private static void check(String what, String value, Pattern allowed, String shape) {
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value + "' is not " + shape);
        }
    }

    private IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "there is no principal '" + name + "'; spicerack principal list shows those" + " that are");
    }
}
