package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import io.spicerack.tls.ShownProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the core wrote of where secrets go from what somebody wrote into the catalog past it: each data source, with what
 * is pinned of its server, and each allowed secret carries a seal under a data key of the installation, which KMS wraps under the service-owned key. The key is
 * opened once, when it is first needed. A catalog from before there were seals is taken as it is, once and on record.
 * Thread-safe.
 */
public final class DestinationSeals implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DestinationSeals.class);
    private static final String SETTING = "destination-seal-key";
    private static final byte[] NOTHING = {};

    private final Catalog catalog;
    private final KeyService keys;
    private final KeyReference serviceOwnedKey;
    private final EncryptionContext context;
    private final Trail trail;
    private final NodeTurns turns;
    private @Nullable DataKey key;

    public DestinationSeals(
            Catalog catalog, KeyService keys, KeyReference serviceOwnedKey, Account account, Trail trail) {
        this.catalog = catalog;
        this.keys = keys;
        this.serviceOwnedKey = serviceOwnedKey;
        this.context = new EncryptionContext(account.allDataSources());
        this.trail = trail;
        this.turns = new NodeTurns(catalog);
    }

    /** What proves later that the core wrote {@code source}, and that this is pinned of its server and nothing else. */
    String seal(DataSourceRecord source, List<ShownProof> pinned) {
        return sealed(key(), text(source, pinned));
    }

    String seal(AllowedSecret allowed) {
        return sealed(key(), text(allowed));
    }

    /** What is pinned of its server. Refuses a data source whose row, or whose pins, are not what the core wrote. */
    List<ShownProof> check(DataSourceRecord source) {
        return genuine(source)
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.PERMISSION_DENIED,
                        "data source '" + source.id() + "': its row in the catalog is not what Spicerack wrote: type,"
                                + " host, port, database, TLS, credentials or what is pinned of its server were changed"
                                + " past it. It says " + source.type() + " " + source.host() + ":" + source.port()
                                + (source.ssl() ? " with" : " without")
                                + " TLS, and nothing is sent there. Set the data source anew, all of it"
                                + " (UpdateDataSource with DataSourceParameters, SslProperties and Credentials; a"
                                + " restart does it for one in config/catalog/), which takes its pins away: pin its"
                                + " server anew. And find out who writes into the catalog"));
    }

    /** What is pinned of its server; empty where the core wrote something else. */
    Optional<List<ShownProof>> genuine(DataSourceRecord source) {
        Kept kept = kept(source);
        if (kept.seal().isEmpty()) {
            // it may be from before there were any: opening the key for the first time gives it one
            DataKey unused = key();
            kept = kept(source);
        }
        Kept last = kept;
        return kept.pinned().filter(pinned -> last.seal()
                .filter(seal -> opens(seal, text(source, pinned)))
                .isPresent());
    }

    /**
     * What the catalog has beside the row, of one moment.
     *
     * @param pinned empty where it cannot be read
     */
    private record Kept(Optional<String> seal, Optional<List<ShownProof>> pinned) {}

    private Kept kept(DataSourceRecord source) {
        return catalog.read(tx -> new Kept(tx.destinationSeals().find(source.id()), pinned(tx, source.id())));
    }

    private static Optional<List<ShownProof>> pinned(CatalogTransaction tx, DataSourceId dataSource) {
        try {
            return Optional.of(tx.sourcePins().list(dataSource));
        } catch (RuntimeException e) {
            // no pin of ours
            return Optional.empty();
        }
    }

    /** The same of what is no destination: of a kind whose name no other seal begins with. */
    public String seal(String kind, List<String> members) {
        return sealed(key(), text(kind, members));
    }

    /** Whether the core wrote it. */
    public boolean genuine(String kind, List<String> members, String seal) {
        return opens(seal, text(kind, members));
    }

    private static byte[] text(String kind, List<String> members) {
        return text(Stream.concat(Stream.of(kind), members.stream()).toArray(String[]::new));
    }

    boolean genuine(AllowedSecret allowed, Optional<String> seal) {
        return seal.map(given -> opens(given, text(allowed))).orElse(false);
    }

    /** Seals, where the catalog is from before there were seals, all that it has; with a key that cannot be used now, later. */
    public void adopt() {
        try {
            adoptAll();
        } catch (KeyUnavailableException e) {
            LOGGER.atWarn().setCause(e).log("data sources could not be sealed yet");
        }
    }

    private void adoptAll() {
        boolean sources = catalog.read(tx -> !tx.dataSources().list().isEmpty()
                && tx.settings().find(SETTING).isEmpty());
        if (sources) {
            DataKey unused = key();
        }
    }

    private synchronized DataKey key() {
        DataKey open = key;
        if (open == null) {
            Optional<String> known = known();
            open = known.isPresent() ? opened(wrapped(known.get())) : turns.alone(SETTING, this::openedOrMade);
            key = open;
        }
        return open;
    }

    private Optional<String> known() {
        return catalog.read(tx -> tx.settings().find(SETTING));
    }

    /** Another node may have made it a moment ago. */
    private DataKey openedOrMade() {
        return known().map(setting -> opened(wrapped(setting))).orElseGet(this::made);
    }

    /** Under another service-owned key than before it moves there, so that the former one is not needed for ever. */
    private DataKey opened(WrappedKey wrapped) {
        DataKey opened = keys.decrypt(wrapped, context);
        if (!wrapped.key().equals(serviceOwnedKey)) {
            try {
                WrappedKey moved = keys.reEncrypt(wrapped, serviceOwnedKey, context);
                catalog.run(tx -> tx.settings().put(SETTING, setting(moved)));
            } catch (KeyUnavailableException e) {
                LOGGER.atWarn()
                        .setCause(e)
                        .log("the key of the catalog's seals stays under the former service-owned key");
            }
        }
        return opened;
    }

    private DataKey made() {
        GeneratedKey made = keys.generateDataKey(serviceOwnedKey, context);
        try {
            catalog.run(tx -> {
                tx.settings().put(SETTING, setting(made.wrapped()));
                sealAll(tx, made.plaintext());
            });
            return made.plaintext();
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void sealAll(CatalogTransaction tx, DataKey with) {
        List<DataSourceRecord> all = tx.dataSources().list();
        if (all.isEmpty()) {
            return;
        }
        all.forEach(source -> tx.destinationSeals()
                .put(source.id(), sealed(with, text(source, tx.sourcePins().list(source.id())))));
        List<DataSourceId> ids = all.stream().map(DataSourceRecord::id).toList();
        tx.audit().append(trail.events().service().adoptDataSources(ids));
        LOGGER.atWarn()
                .addKeyValue("dataSources", ids)
                .log("the catalog is from before data sources were sealed, and is taken as it is: look at where each"
                        + " connects to");
    }

    private static String setting(WrappedKey wrapped) {
        return wrapped.key() + " " + wrapped.ciphertext();
    }

    private static WrappedKey wrapped(String setting) {
        String[] parts = setting.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalStateException("the catalog's setting " + SETTING + " was changed past Spicerack; put the"
                    + " catalog's backup back");
        }
        return new WrappedKey(new KeyReference(parts[0]), parts[1]);
    }

    private boolean opens(String seal, byte[] text) {
        try {
            byte[] nothing = key().open(Base64.getDecoder().decode(seal), text);
            return nothing.length == 0;
        } catch (TamperedException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String sealed(DataKey with, byte[] text) {
        return Base64.getEncoder().encodeToString(with.seal(NOTHING, text));
    }

    /** Each member with its length before it, so that none can lend another its letters. */
    private static byte[] text(DataSourceRecord source, List<ShownProof> pinned) {
        List<String> members = new ArrayList<>(List.of(
                "data source 1",
                source.id().value(),
                source.type().name(),
                source.host(),
                String.valueOf(source.port()),
                source.database(),
                String.valueOf(source.ssl()),
                text(source.credentials())));
        pinned.stream()
                .map(proof -> "pinned " + proof.kind() + " " + proof.fingerprint())
                .sorted()
                .forEach(members::add);
        return text(members.toArray(String[]::new));
    }

    /** Where credentials come from, and never what they are: a part of what is sealed, so that it stays as it is. */
    public static String text(CredentialsSource credentials) {
        if (credentials instanceof CredentialsSource.RdsUser rds) {
            return "user " + rds.user().arn();
        }
        return credentials instanceof CredentialsSource.InSecret in
                ? "secret " + in.secret()
                : "pair " + ((CredentialsSource.EncryptedPair) credentials).pair();
    }

    private static byte[] text(AllowedSecret allowed) {
        return text("allowed secret 1", allowed.secret().toString(), allowed.places());
    }

    private static byte[] text(String... members) {
        StringBuilder all = new StringBuilder();
        for (String member : members) {
            all.append(member.length()).append(':').append(member);
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        if (key != null) {
            key.close();
        }
    }
}
