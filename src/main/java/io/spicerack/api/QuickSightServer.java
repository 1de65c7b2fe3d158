package io.spicerack.api;

import io.spicerack.core.Spice;
import io.spicerack.http.HttpLimits;
import io.spicerack.http.HttpPort;
import java.net.URI;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** QuickSight's API over a running core; docs/api.md lists what it serves. Thread-safe. */
public final class QuickSightServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(QuickSightServer.class);

    private final HttpPort http;

    private QuickSightServer(HttpPort http) {
        this.http = http;
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static QuickSightServer start(ApiConfig config, Spice spice, Clock clock) {
        HttpPort http = HttpPort.open(
                config.listener(),
                HttpLimits.DEFAULT.withRequestTimeout(config.limits().requestTimeout()),
                new QuickSightService(config, spice, clock));
        LOGGER.atInfo().addKeyValue("url", http.url()).log("the QuickSight API is open");
        return new QuickSightServer(http);
    }

    /** Where it is, with the port that was taken. */
    public URI url() {
        return http.url();
    }

    /** Cuts calls under way. */
    @Override
    public void close() {
        http.close();
    }
}
