package io.spicerack.core.sources;

import io.spicerack.audit.event.Outcome;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.CatalogTransaction;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.DataSourceId;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.ServerTrust;
import io.spicerack.tls.ShownProof;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Whom the server behind each data source must prove to be. What decides where a password goes changes on record only: a
 * declaration when it is read and differs, a pin in one transaction with its record. Thread-safe.
 */
public final class SourceTrusts {
    private static final String FOR_ALL = "source-authorities";
    private static final String OF_ONE = "source-trust/";

    private final Catalog catalog;
    private final DestinationSeals seals;
    private final Authorities authorities;
    private final Trail trail;
    private final Map<DataSourceId, DeclaredTrust> declared = new ConcurrentHashMap<>();

    SourceTrusts(Catalog catalog, DestinationSeals seals, Authorities authorities, Trail trail) {
        this.catalog = catalog;
        this.seals = seals;
        this.authorities = authorities;
        this.trail = trail;
    }

    /** Puts on record whom all data sources trust, where that is another than before. */
    public void declareAuthorities() {
        String now = authorities.description() + " " + authorities.digest();
        String never = Authorities.OF_JVM.description() + " " + Authorities.OF_JVM.digest();
        catalog.run(tx -> {
            if (!tx.settings().find(FOR_ALL).orElse(never).equals(now)) {
                tx.settings().put(FOR_ALL, now);
                tx.audit().append(trail.events().api().updateSourceAuthorities(trail.caller(), now));
            }
        });
    }

    /** What a data source's own file says; it counts from now on. Whether it is another than before, which is on record. */
    public boolean declare(DataSourceId dataSource, DeclaredTrust trust) {
        String now = trust.description();
        String key = OF_ONE + dataSource;
        boolean changed = catalog.write(tx -> {
            String before = tx.settings().find(key).orElse(DeclaredTrust.NONE.description());
            if (before.equals(now)) {
                return false;
            }
            tx.settings().put(key, now);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .trustDataSource(trail.caller(), dataSource, Map.of("trust", now), Outcome.SUCCESS));
            return true;
        });
        declared.put(dataSource, trust);
        return changed;
    }

    /**
     * Whom a server must prove to be before it gets the password of this data source, which is refused where it, or what is
     * pinned of its server, is not as the core wrote it.
     */
    ServerTrust of(DataSourceRecord dataSource) {
        DeclaredTrust own = declared.getOrDefault(dataSource.id(), DeclaredTrust.NONE);
        return new ServerTrust(
                dataSource.ssl(),
                own.authorities().orElse(authorities),
                own.hostName(),
                seals.check(dataSource),
                own.client());
    }

    /** The way that it is connected to, where that is a tunnel. */
    Optional<DeclaredTunnel> tunnel(DataSourceId dataSource) {
        return declared.getOrDefault(dataSource, DeclaredTrust.NONE).tunnel();
    }

    public List<ShownProof> pinned(DataSourceId dataSource) {
        return catalog.read(tx -> tx.sourcePins().list(dataSource));
    }

    /** Replaces what was pinned of this kind. */
    public void pin(DataSourceRecord source, ShownProof proof) {
        DataSourceId dataSource = source.id();
        List<ShownProof> known = seals.check(source);
        Optional<ShownProof> before =
                known.stream().filter(pin -> pin.kind() == proof.kind()).findFirst();
        List<ShownProof> after = Stream.concat(
                        known.stream().filter(pin -> pin.kind() != proof.kind()), Stream.of(proof))
                .toList();
        String seal = seals.seal(source, after);
        catalog.run(tx -> {
            unchanged(tx, source, known);
            tx.sourcePins().put(dataSource, proof);
            tx.destinationSeals().put(dataSource, seal);
            Map<String, String> what = Map.of(
                    "pinned", proof.description(),
                    "previously", before.map(pin -> pin.fingerprint().text()).orElse("nothing"));
            tx.audit().append(trail.events().api().trustDataSource(trail.caller(), dataSource, what, Outcome.SUCCESS));
        });
    }

    /** False where nothing was pinned. */
    boolean forget(DataSourceRecord source) {
        List<ShownProof> known = seals.check(source);
        String seal = seals.seal(source, List.of());
        return catalog.write(tx -> {
            unchanged(tx, source, known);
            tx.destinationSeals().put(source.id(), seal);
            return forget(tx, source.id());
        });
    }

    /** Its seal is another one then. */
    boolean forget(CatalogTransaction tx, DataSourceId dataSource) {
        boolean forgotten = tx.sourcePins().forget(dataSource);
        if (forgotten) {
            tx.audit()
                    .append(trail.events()
                            .api()
                            .trustDataSource(trail.caller(), dataSource, Map.of("pinned", "nothing"), Outcome.SUCCESS));
        }
        return forgotten;
    }

    /** What the seal is for must be what is there. */
    static void unchanged(CatalogTransaction tx, DataSourceRecord source, List<ShownProof> pinned) {
        if (!KnownDataSources.existing(tx, source.id()).sameDestination(source)
                || !tx.sourcePins().list(source.id()).equals(pinned)) {
            throw new IllegalStateException(
                    "data source '" + source.id() + "' was changed meanwhile; look at it, and try again");
        }
    }
}
