package io.spicerack.query;

/** Answers SQL over sealed data sets. Thread-safe; closing it ends all that runs. */
public interface QueryEngine extends AutoCloseable {
    /** A session for one caller, who has logged in. Cheap: nothing is opened before a query needs it. The caller closes it. */
    QuerySession open(QueryCaller caller);

    @Override
    void close();
}
