package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets that the account lets data sources use, and where each may go: QuickSight's "select secrets". What the settings
 * declare is kept in memory alone, so that a secret which is taken out of them is no longer allowed; what the management port
 * adds is in the catalog, sealed. Thread-safe.
 */
public final class AllowedSecrets {
    private static final Logger LOGGER = LoggerFactory.getLogger(AllowedSecrets.class);
    private static final String SETTING = "declared-secrets";

    private final Catalog catalog;
    private final DestinationSeals seals;
    private final Trail trail;
    private volatile Map<String, AllowedSecret> declared = Map.of();

    public AllowedSecrets(Catalog catalog, DestinationSeals seals, Trail trail) {
        this.catalog = catalog;
        this.seals = seals;
        this.trail = trail;
    }

    DestinationSeals seals() {
        return seals;
    }

    /** What the settings say, in place of all that they said before. A row without a seal goes with it. */
    public void declare(List<AllowedSecret> secrets) {
        Map<String, AllowedSecret> fresh = new TreeMap<>();
        secrets.forEach(secret -> fresh.put(secret.secret().toString(), secret));
        declared = Map.copyOf(fresh);
        String now = String.join(
                ", ", fresh.values().stream().map(AllowedSecret::toString).toList());
        List<AllowedSecret> unknown = catalog.read(tx -> tx.secrets().list()).stream()
                .filter(kept -> kept.seal().isEmpty())
                .map(kept -> kept.allowed())
                .toList();
        String before = catalog.read(tx -> tx.settings().find(SETTING)).orElse("");
        if (!unknown.isEmpty() || !before.equals(now)) {
            change(tx -> {
                unknown.forEach(secret -> tx.secrets().disallow(secret.secret()));
                tx.settings().put(SETTING, now);
            });
        }
        unknown.stream()
                .filter(secret -> !fresh.containsKey(secret.secret().toString()))
                .forEach(secret -> LOGGER.atWarn()
                        .addKeyValue("secretArn", secret.secret())
                        .log("a secret is no longer allowed: it is not in spicerack.secrets.allowed, and it was not"
                                + " allowed through this version's management port; POST /allowed-secrets allows it"));
    }

    /** Adds it until it is disallowed, or replaces where it may go. */
    public void allow(AllowedSecret secret) {
        if (find(secret.secret()).filter(secret::equals).isEmpty()) {
            String seal = seals.seal(secret);
            forgetDeclared(secret.secret());
            change(tx -> tx.secrets().allow(secret, seal));
        }
    }

    /** From now on a data source that names the secret is refused; one that the settings declare, until the next start. */
    public void disallow(Arn secret) {
        forgetDeclared(secret);
        change(tx -> {
            boolean unused = tx.secrets().disallow(secret);
        });
    }

    private synchronized void forgetDeclared(Arn secret) {
        Map<String, AllowedSecret> left = new TreeMap<>(declared);
        left.remove(secret.toString());
        declared = Map.copyOf(left);
    }

    public List<AllowedSecret> list() {
        return catalog.read(this::list);
    }

    private List<AllowedSecret> list(CatalogTransaction tx) {
        Map<String, AllowedSecret> all = new TreeMap<>();
        tx.secrets().list().stream()
                .filter(kept -> kept.seal().isPresent())
                .forEach(kept -> all.put(kept.allowed().secret().toString(), kept.allowed()));
        all.putAll(declared);
        return List.copyOf(all.values());
    }

    /** Refuses a secret that is not allowed, or not for where {@code source} connects to, before it is read. */
    AllowedSecret check(DataSourceRecord source, Arn secret) {
        return check(source.id(), source.host(), source.port(), source.ssl(), secret);
    }

    /** Refuses a private key that is not allowed, or not for this server of SSH; where it goes, nobody reads it. */
    AllowedSecret check(DataSourceId source, DeclaredTunnel tunnel) {
        return check(source, tunnel.server().host(), tunnel.server().port(), true, tunnel.key());
    }

    private AllowedSecret check(DataSourceId source, String host, int port, boolean encrypted, Arn secret) {
        AllowedSecret allowed = find(secret)
                .orElseThrow(() -> denied("data source '" + source + "' names secret " + secret
                        + ", which is not on the account's list of allowed secrets (spicerack.secrets.allowed). Put its ARN there,"
                        + " which needs no restart; 'spicerack secret put' allows what it puts"));
        boolean covered = allowed.destinations().stream().anyMatch(place -> place.covers(host, port, encrypted));
        if (!covered && !allowed.destinations().isEmpty()) {
            throw denied("data source '" + source + "' would send secret " + secret + " to "
                    + place(host, port, encrypted)
                    + "; the account allows it to go to " + allowed.places()
                    + " alone (/plain: also without TLS). Correct the data source, or spicerack.secrets.allowed");
        }
        return allowed;
    }

    /** Where the account names no destination, a secret that names its own server is for that one. */
    static void checkOwn(AllowedSecret allowed, DataSourceRecord source, SecretJson.Content content) {
        boolean other = content.host()
                        .filter(host -> !host.equalsIgnoreCase(source.host()))
                        .isPresent()
                || content.port()
                        .filter(port -> !port.equals(String.valueOf(source.port())))
                        .isPresent();
        if (allowed.destinations().isEmpty() && other) {
            throw denied("data source '" + source.id() + "' would send secret " + allowed.secret() + " to "
                    + place(source.host(), source.port(), source.ssl())
                    + ", but the secret's own members host and port name another server. Correct the"
                    + " data source or the secret; or name the destination in spicerack.secrets.allowed: "
                    + allowed.secret()
                    + " to " + source.host() + ":" + source.port());
        }
    }

    private static String place(String host, int port, boolean encrypted) {
        return host + ":" + port + (encrypted ? " with TLS" : " without TLS");
    }

    private Optional<AllowedSecret> find(Arn secret) {
        AllowedSecret known = declared.get(secret.toString());
        if (known != null) {
            return Optional.of(known);
        }
        return catalog.read(tx -> tx.secrets().find(secret))
                .filter(kept -> seals.genuine(kept.allowed(), kept.seal()))
                .map(kept -> kept.allowed());
    }

    private void change(Consumer<CatalogTransaction> change) {
        catalog.run(tx -> {
            change.accept(tx);
            List<String> after = list(tx).stream().map(AllowedSecret::toString).toList();
            tx.audit().append(trail.events().api().updateAllowedSecrets(trail.caller(), after));
        });
    }

    private static IngestionException denied(String words) {
        return new IngestionException(IngestionErrorType.PERMISSION_DENIED, words);
    }
}
