package io.spicerack.pgwire;

import io.spicerack.http.Workers;
import io.spicerack.model.Ticker;
import io.spicerack.model.Ticker.Moment;
import io.spicerack.query.QueryEngine;
import java.security.SecureRandom;

/** What all connections of a port use. */
record ConnectionResources(
        SqlUsers users,
        QueryEngine engine,
        SqlLimits limits,
        Connections connections,
        Workers workers,
        Ticker ticker,
        Secrecy secrecy) {
    /**
     * What keeps strangers out.
     *
     * @param nobody a secret of this run, for users that do not exist
     * @param tls whether there is a certificate, without which nobody is let in then
     */
    @SuppressWarnings("ArrayRecordComponent") // made once
    record Secrecy(SecureRandom random, byte[] nobody, boolean tls) {}

    /** How long nothing has moved. */
    Stillness still(Moment since) {
        return new Stillness(ticker.since(since), limits.times());
    }
}
