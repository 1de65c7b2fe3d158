package io.spicerack.core.keys;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.catalog.record.GrantIntent;
import io.spicerack.catalog.record.GrantRecord;
import io.spicerack.catalog.record.VersionRecord;
import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.core.trail.AuditedKeyGrants;
import io.spicerack.core.trail.AuditedKeyService;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.Account;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * KMS's grants, where the provider of keys has any: one per data set and customer managed key, from before the first version under the key is kept until after
 * the last one is gone. What KMS is asked for is in the catalog first, so that no crash leaves a grant that nobody knows.
 * Thread-safe: one change at a time, so that none is retired while a version comes under it.
 */
public final class Grants {
    private static final Logger LOGGER = LoggerFactory.getLogger(Grants.class);

    /** What one node at a time does. */
    private static final String GRANTS = "grants";

    /** As much of the id as is in a name. */
    private static final int SHORT = 8;

    private final Catalog catalog;
    private final AuditedKeyService keys;
    private final Account account;
    private final Clock clock;
    private final NodeTurns turns;
    private final String names;

    /** @param installation its id: what others have granted for data sets of the same names is theirs */
    public Grants(Catalog catalog, AuditedKeyService keys, Account account, String installation, Clock clock) {
        this.catalog = catalog;
        this.keys = keys;
        this.account = account;
        this.clock = clock;
        this.turns = new NodeTurns(catalog);
        this.names = "spicerack-" + installation.substring(0, SHORT) + "-";
    }

    /** Brings a version under {@code key}: makes the grant where there is none, then {@code change} in one transaction. */
    public synchronized void bringUnder(KeyForNewData key, DataSetId dataSet, Consumer<CatalogTransaction> change) {
        if (catalog.fellows().isEmpty()) {
            bring(key, dataSet, change);
            return;
        }
        // a grant that is there stays so within the transaction; another node takes none away without its row
        boolean done = catalog.write(tx -> {
            boolean granted =
                    needsNone(key) || tx.grants().find(dataSet, key.key()).isPresent();
            if (granted) {
                change.accept(tx);
            }
            return granted;
        });
        if (!done) {
            turns.run(GRANTS, () -> bring(key, dataSet, change));
        }
    }

    private void bring(KeyForNewData key, DataSetId dataSet, Consumer<CatalogTransaction> change) {
        Optional<GrantRecord> fresh = missing(key, dataSet);
        catalog.run(tx -> {
            fresh.ifPresent(grant -> keep(tx, grant));
            change.accept(tx);
        });
    }

    /** Retires every grant under whose key its data set has no version any more; what KMS refuses is tried again later. */
    public synchronized void retireUnused() {
        if (keys.keyGrants().isEmpty()) {
            return;
        }
        if (catalog.fellows().isEmpty()) {
            catalog.read(tx -> tx.grants().intents()).forEach(this::settle);
            retireAll();
        } else if (catalog.read(
                tx -> !tx.grants().intents().isEmpty() || !unused(tx).isEmpty())) {
            turns.run(GRANTS, () -> {
                catalog.read(tx -> tx.grants().intents()).forEach(this::settle);
                retireAll();
            });
        }
    }

    /** A grant that protects nothing, and whether its data set is under no key of a customer's any more. */
    private record Unused(GrantRecord grant, boolean leavesCustomerKeys) {}

    private void retireAll() {
        catalog.read(Grants::unused).forEach(this::retire);
    }

    private static List<Unused> unused(CatalogTransaction tx) {
        List<VersionRecord> live = tx.versions().live();
        List<Unused> unused = new ArrayList<>();
        for (GrantRecord grant : tx.grants().list()) {
            Set<KeyReference> customerKeys = live.stream()
                    .filter(version -> version.dataSet().equals(grant.dataSet()) && !version.serviceOwnedKey())
                    .map(version -> version.key().key())
                    .collect(Collectors.toSet());
            if (!customerKeys.contains(grant.key())) {
                unused.add(new Unused(grant, customerKeys.isEmpty()));
            }
        }
        return unused;
    }

    private boolean needsNone(KeyForNewData key) {
        return key.serviceOwned() || keys.keyGrants().isEmpty();
    }

    private Optional<GrantRecord> missing(KeyForNewData key, DataSetId dataSet) {
        boolean granted = needsNone(key)
                || catalog.read(tx -> tx.grants().find(dataSet, key.key()).isPresent());
        if (granted) {
            return Optional.empty();
        }
        catalog.run(tx -> tx.grants().intend(new GrantIntent(dataSet, key.key(), clock.instant())));
        try {
            return Optional.of(create(dataSet, key.key()));
        } catch (KeyUnavailableException e) {
            if (!e.passing()) {
                // KMS said no, so there is none; after a time-out only KMS knows
                catalog.run(tx -> tx.grants().forgetIntent(dataSet, key.key()));
            }
            throw e;
        }
    }

    /** The name gives the same grant again where it was made already. */
    private GrantRecord create(DataSetId dataSet, KeyReference key) {
        String id = provided().createGrant(key, context(dataSet), names + dataSet);
        return new GrantRecord(dataSet, key, id, clock.instant());
    }

    private static void keep(CatalogTransaction tx, GrantRecord grant) {
        tx.grants().insert(grant);
        tx.grants().forgetIntent(grant.dataSet(), grant.key());
    }

    /** Finds out about a grant that a crash or a time-out has hidden, by asking for it again: then it can be retired. */
    private void settle(GrantIntent intent) {
        try {
            if (keys.describe(intent.key()).usable()) {
                GrantRecord grant = create(intent.dataSet(), intent.key());
                catalog.run(tx -> keep(tx, grant));
                LOGGER.atInfo()
                        .addKeyValue("dataSetId", intent.dataSet())
                        .addKeyValue("key", intent.key())
                        .log("a grant that was asked for before a crash is known again");
            }
        } catch (KeyUnavailableException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                catalog.run(tx -> tx.grants().forgetIntent(intent.dataSet(), intent.key()));
            }
            unsettled(intent.dataSet(), intent.key(), e);
        }
    }

    private void retire(Unused found) {
        GrantRecord grant = found.grant();
        if (catalog.fellows().isPresent() && !isTaken(grant)) {
            return;
        }
        EncryptionContext context = context(grant.dataSet());
        try {
            if (found.leavesCustomerKeys()) {
                provided().retireGrant(grant.key(), grant.grantId(), context);
            } else {
                provided().retireReplacedGrant(grant.key(), grant.grantId(), context);
            }
            catalog.run(tx -> {
                tx.grants().remove(grant.dataSet(), grant.key());
                tx.grants().forgetIntent(grant.dataSet(), grant.key());
            });
        } catch (KeyUnavailableException e) {
            unsettled(grant.dataSet(), grant.key(), e);
        }
    }

    /** No version comes under it any more, whichever node makes one: it is one that has been asked for, and is not there. */
    private boolean isTaken(GrantRecord grant) {
        return catalog.write(tx -> {
            if (unused(tx).stream().noneMatch(found -> found.grant().equals(grant))) {
                return false;
            }
            tx.grants().remove(grant.dataSet(), grant.key());
            tx.grants().intend(new GrantIntent(grant.dataSet(), grant.key(), clock.instant()));
            return true;
        });
    }

    private static void unsettled(DataSetId dataSet, KeyReference key, KeyUnavailableException why) {
        LOGGER.atWarn()
                .addKeyValue("dataSetId", dataSet)
                .addKeyValue("key", key)
                .addKeyValue("reason", why.getMessage())
                .log("a grant could not be retired yet; it is tried again after the next refresh");
    }

    /** For those alone who know that the provider of keys has grants. */
    private AuditedKeyGrants provided() {
        return keys.keyGrants().orElseThrow();
    }

    private EncryptionContext context(DataSetId dataSet) {
        return new EncryptionContext(account.dataSet(dataSet));
    }
}
