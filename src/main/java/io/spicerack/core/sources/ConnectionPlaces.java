package io.spicerack.core.sources;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.catalog.database.Fellows;
import io.spicerack.model.DataSourceId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections to one data source, those of other nodes that work at the same time too. Thread-safe. */
public final class ConnectionPlaces {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionPlaces.class);

    private final Catalog catalog;
    private final DataSourceId dataSource;
    private final Optional<String> node;
    private int used;
    private boolean told;

    public ConnectionPlaces(Catalog catalog, DataSourceId dataSource) {
        this.catalog = catalog;
        this.dataSource = dataSource;
        this.node = catalog.fellows().map(Fellows::me);
    }

    /** Takes as many as are free of {@code most}, but all or none of {@code least}. Returns how many, 0 for none. */
    public synchronized int take(int least, int most, int limit) {
        int taken = node.isEmpty() || limit == Integer.MAX_VALUE
                ? free(least, most, limit, 0)
                : takeAmongNodes(node.get(), least, most, limit);
        used += taken;
        return taken;
    }

    private int takeAmongNodes(String me, int least, int most, int limit) {
        return catalog.write(tx -> {
            int taken = free(least, most, limit, tx.holds().usedElsewhere(dataSource, me));
            if (taken > 0) {
                tx.holds().use(dataSource, me, used + taken);
                told = true;
            }
            return taken;
        });
    }

    private int free(int least, int most, int limit, int elsewhere) {
        int taken = Math.min(most, limit - used - elsewhere);
        return taken < least ? 0 : taken;
    }

    public synchronized void give(int count) {
        used -= count;
        if (told && count > 0) {
            try {
                catalog.run(tx -> tx.holds().use(dataSource, node.orElseThrow(), used));
            } catch (CatalogException e) {
                // others wait for them until this node takes or gives the next one, or ends
                LOGGER.atWarn()
                        .addKeyValue("dataSourceId", dataSource)
                        .setCause(e)
                        .log("other nodes are not told of connections that are free again");
            }
        }
    }
}
