package io.spicerack.engine.worker;

import io.spicerack.engine.pipe.Definition;
import io.spicerack.engine.pipe.PipeContent;
import io.spicerack.engine.pipe.PipeFields;
import io.spicerack.engine.pipe.PipeKind;
import io.spicerack.engine.pipe.PipeMessage;
import io.spicerack.engine.pipe.PipeReader;
import io.spicerack.engine.pipe.PipeWriter;
import io.spicerack.engine.pipe.PipedRowGroups;
import io.spicerack.engine.pipe.RunOrder;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import io.spicerack.table.RowGroup;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes the service's messages one after the other, and answers each query in a thread of its own. It returns when the service is
 * gone.
 */
final class Workbench {
    private final PipeReader in;
    private final PipeWriter out;
    private final Instance shared;
    private final Map<Integer, WorkingQuery> queries = new ConcurrentHashMap<>();

    Workbench(PipeReader in, PipeWriter out, Instance shared) {
        this.in = in;
        this.out = out;
        this.shared = shared;
    }

    void serve() throws IOException {
        while (true) {
            PipeMessage message = in.read();
            switch (message.kind()) {
                case PREPARE -> {
                    PreparedWork work = new PreparedWork(shared);
                    WorkingQuery query = opened(message, work);
                    query.answer(content -> {
                        work.look(new PipeFields(message).text()).write(content);
                        return PipeKind.NAMED;
                    });
                }
                case DEFINE -> {
                    WorkingQuery query = found(message);
                    query.answer(content -> {
                        query.prepared().define(Definition.read(new PipeFields(message))).write(content);
                        return PipeKind.DESCRIBED;
                    });
                }
                case RUN -> run(message, RunOrder.read(new PipeFields(message)));
                case KEY -> found(message).key(message.content());
                case NEXT -> {
                    WorkingQuery query = found(message);
                    query.answer(content -> rows(query.running().next(), content));
                }
                case END -> {
                    WorkingQuery query = queries.remove(message.query());
                    if (query != null) {
                        query.end();
                    }
                }
                case FILLER -> message.wipe();
                case READY, NAMED, DESCRIBED, RUNNING, ROWS, LAST, REFUSED, ENDED ->
                    throw new IOException("the service sends no " + message.kind());
            }
        }
    }

    private void run(PipeMessage message, RunOrder order) {
        WorkingQuery statement = queries.get(order.statement());
        WorkingQuery query = opened(message, null);
        if (statement == null) {
            query.answer(content -> {
                throw new QueryRefusal(SqlState.INTERNAL_ERROR, "the statement that is to run is not there");
            });
            return;
        }
        query.run(statement.prepared(), order);
    }

    private static PipeKind rows(RowGroup batch, PipeContent content) {
        if (batch.rows() == 0) {
            return PipeKind.LAST;
        }
        PipedRowGroups.write(batch, content);
        return PipeKind.ROWS;
    }

    private WorkingQuery opened(PipeMessage message, @Nullable PreparedWork work) {
        WorkingQuery query = new WorkingQuery(message.query(), out, work);
        queries.put(message.query(), query);
        return query;
    }

    private WorkingQuery found(PipeMessage message) throws IOException {
        WorkingQuery query = queries.get(message.query());
        if (query == null) {
            throw new IOException("there is no query " + message.query());
        }
        return query;
    }
}
