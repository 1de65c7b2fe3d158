package io.spicerack.core.keys;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.NodeTurns;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hash that stands in the place of masked values: HMAC-SHA-256 under a data key of the installation, which KMS wraps under
 * the service-owned key. Equal values have equal hashes in all data sets and all refreshes, so that they can be joined; who
 * reads them cannot try values out, as an unkeyed hash of nine digits would let anybody do. The key is made when it is first
 * needed, and opened once. Thread-safe.
 */
public final class MaskHash implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MaskHash.class);
    private static final String SETTING = "mask-key";

    /** 128 bits: no two values of any table meet by chance. */
    private static final int BYTES = 16;

    private final Catalog catalog;
    private final KeyService keys;
    private final KeyReference serviceOwnedKey;
    private final EncryptionContext context;
    private final NodeTurns turns;
    private @Nullable DataKey key;

    public MaskHash(Catalog catalog, KeyService keys, KeyReference serviceOwnedKey, Account account) {
        this.catalog = catalog;
        this.keys = keys;
        this.serviceOwnedKey = serviceOwnedKey;
        this.turns = new NodeTurns(catalog);
        this.context = new EncryptionContext(account.allDataSources());
    }

    /** 32 digits of hexadecimal. */
    public String of(String value) {
        byte[] mac = key().mac(value.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(mac, BYTES));
    }

    private synchronized DataKey key() {
        DataKey open = key;
        if (open == null) {
            Optional<String> known = known();
            open = known.isPresent() ? opened(known.get()) : turns.alone(SETTING, this::openedOrMade);
            key = open;
        }
        return open;
    }

    private Optional<String> known() {
        return catalog.read(tx -> tx.settings().find(SETTING));
    }

    /** Another node may have made it a moment ago. */
    private DataKey openedOrMade() {
        return known().map(this::opened).orElseGet(this::made);
    }

    private DataKey opened(String setting) {
        String[] parts = setting.split(" ", 2);
        if (parts.length != 2) {
            throw new IllegalStateException(
                    "the catalog's setting " + SETTING + " was changed past Spicerack; put the catalog's backup back");
        }
        WrappedKey wrapped = new WrappedKey(new KeyReference(parts[0]), parts[1]);
        DataKey opened = keys.decrypt(wrapped, context);
        if (!wrapped.key().equals(serviceOwnedKey)) {
            moveTo(wrapped);
        }
        return opened;
    }

    /** So that the former service-owned key is not needed for ever. */
    private void moveTo(WrappedKey wrapped) {
        try {
            WrappedKey moved = keys.reEncrypt(wrapped, serviceOwnedKey, context);
            catalog.run(tx -> tx.settings().put(SETTING, moved.key() + " " + moved.ciphertext()));
        } catch (KeyUnavailableException e) {
            LOGGER.atWarn().setCause(e).log("the key of masks stays under the former service-owned key");
        }
    }

    private DataKey made() {
        GeneratedKey made = keys.generateDataKey(serviceOwnedKey, context);
        try {
            catalog.run(tx -> tx.settings()
                    .put(SETTING, made.wrapped().key() + " " + made.wrapped().ciphertext()));
            return made.plaintext();
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (key != null) {
            key.close();
        }
    }
}
