package io.spicerack.pgwire;

import io.spicerack.query.QueryRefusal;

/** A connection, as all of them are looked after. Any thread. */
interface OpenClient {
    /** Ends what it runs. */
    void cancel(QueryRefusal why);

    /** Looks whether something takes too long. */
    void look();

    /** The port closes. */
    void goAway();
}
