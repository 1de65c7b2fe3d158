package io.spicerack.kit.database;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a server, prints its process id and waits to be killed. */
final class ForgetfulMain {
    private ForgetfulMain() {}

    public static void main(String[] arguments) throws IOException {
        DatabaseConfig config = DatabaseServerTest.config(Path.of(arguments[1]), 0);
        DatabaseServer server =
                arguments[0].equals("MariaDB") ? MariaDbServer.start(config) : PostgresServer.start(config);
        System.out.println(server.processId());
        int unused = System.in.read();
    }
}
