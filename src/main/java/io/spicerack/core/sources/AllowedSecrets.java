package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import java.util.List;

/** The secrets that the account lets data sources use: QuickSight's "select secrets". Thread-safe. */
public final class AllowedSecrets {
    private final Catalog catalog;
    private final Trail trail;

    public AllowedSecrets(Catalog catalog, Trail trail) {
        this.catalog = catalog;
        this.trail = trail;
    }

    public void allow(Arn secret) {
        catalog.run(tx -> {
            if (!tx.secrets().isAllowed(secret)) {
                tx.secrets().allow(secret);
                tx.audit()
                        .append(trail.events()
                                .api()
                                .updateAllowedSecrets(
                                        trail.caller(), tx.secrets().list()));
            }
        });
    }

    /** From now on a data source that names the secret is refused. */
    public void disallow(Arn secret) {
        catalog.run(tx -> {
            tx.secrets().disallow(secret);
            tx.audit()
                    .append(trail.events()
                            .api()
                            .updateAllowedSecrets(trail.caller(), tx.secrets().list()));
        });
    }

    public List<Arn> list() {
        return catalog.read(tx -> tx.secrets().list());
    }
}
