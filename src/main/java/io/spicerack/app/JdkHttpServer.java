package io.spicerack.app;

/** What the JDK's HTTP server reads once, when the first one of the process is made: before any port is opened. */
final class JdkHttpServer {
    private JdkHttpServer() {}

    static void configure() {
        // without it every answer on a kept connection waits 40 ms for an acknowledgement
        unlessSet("sun.net.httpserver.nodelay", "true");
        // seconds until a request must be there: a slow client would keep a thread for ever
        unlessSet("sun.net.httpserver.maxReqTime", "30");
    }

    private static void unlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
