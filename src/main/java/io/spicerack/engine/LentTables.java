package io.spicerack.engine;

import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.RunOrder;
import io.spicerack.engine.pipe.RunOrder.PlacedFile;
import io.spicerack.engine.pipe.RunOrder.Share;
import io.spicerack.engine.pipe.RunOrder.TableFiles;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.DataSetId;
import io.spicerack.query.QueryLease;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.store.LentFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lends the files of a statement's data sets to a worker, and their keys, for one run. */
final class LentTables {
    private LentTables() {}

    /** What is to run, but for its files. */
    record Order(int statement, List<@Nullable Object> values, Share share) {}

    static void run(Conversation run, Order order, QueryLease lease) throws QueryRefusal {
        List<TableFiles> tables = new ArrayList<>();
        List<OpenDataSet> readers = new ArrayList<>();
        for (Map.Entry<DataSetId, OpenDataSet> open : lease.dataSets().entrySet()) {
            List<PlacedFile> files = new ArrayList<>();
            lend(open.getValue(), lent -> files.add(placed(lent)));
            tables.add(new TableFiles(open.getKey().toString(), open.getValue().view(), files));
            readers.add(open.getValue());
        }
        PipeContent content = new PipeContent();
        new RunOrder(order.statement(), order.values(), tables, order.share()).write(content);
        run.ask(PipeKind.RUN, content);
        for (OpenDataSet reader : readers) {
            lend(reader, lent -> key(run, lent));
        }
    }

    private interface Taker {
        void take(LentFile lent) throws QueryRefusal;
    }

    private static void lend(OpenDataSet reader, Taker taker) throws QueryRefusal {
        AtomicReference<@Nullable QueryRefusal> refused = new AtomicReference<>();
        try {
            boolean here = reader.lend(lent -> {
                for (LentFile file : lent) {
                    try {
                        taker.take(file);
                    } catch (QueryRefusal e) {
                        refused.compareAndSet(null, e);
                        return;
                    }
                }
            });
            if (!here) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "data set '" + reader.version().dataSet()
                                + "' has its sealed files in a bucket, where SQL does not"
                                + " read them yet. Use spicerack read");
            }
        } catch (KeyUnavailableException e) {
            throw ShutKeys.refusal(e);
        } catch (IllegalStateException e) {
            throw new QueryRefusal(SqlState.QUERY_CANCELED, "the data set was closed while the statement began");
        }
        QueryRefusal why = refused.get();
        if (why != null) {
            throw why;
        }
    }

    /** The only place where a key leaves this process: into the pipe of the worker. */
    private static void key(Conversation run, LentFile lent) throws QueryRefusal {
        QueryRefusal refused = lent.key().lend(bytes -> {
            try {
                run.tell(bytes);
                return null;
            } catch (QueryRefusal e) {
                return e;
            }
        });
        if (refused != null) {
            throw refused;
        }
    }

    private static PlacedFile placed(LentFile lent) {
        return new PlacedFile(
                lent.path(),
                lent.name(),
                lent.sealed().name(),
                lent.sealed().bytes(),
                lent.sealed().rows(),
                lent.sealed().rowGroups());
    }
}
