package io.spicerack.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.kit.embedded.AwsConsole;
import io.spicerack.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The servers of a running {@code spicerack run --embedded}, whose env.sh is in this process's environment. */
final class Servers {
    private Servers() {}

    static AwsClients aws() {
        Map<String, String> environment = System.getenv();
        return new AwsClients(new AwsConfig(
                environment.get("AWS_REGION"),
                Optional.of(URI.create(environment.get("AWS_ENDPOINT_URL"))),
                Optional.of(new AwsConfig.AccessKey(
                        environment.get("AWS_ACCESS_KEY_ID"), Secret.of(environment.get("AWS_SECRET_ACCESS_KEY")))),
                Duration.ofSeconds(20)));
    }

    static Connection postgres(int port) throws SQLException {
        return connect("hospital-postgres", "jdbc:postgresql://127.0.0.1:" + port + "/hospital");
    }

    static Connection mariaDb(int port) throws SQLException {
        return connect(
                "hospital-mysql",
                "jdbc:mariadb://127.0.0.1:" + port + "/hospital?useServerPrepStmts=true&allowLocalInfile=true");
    }

    private static Connection connect(String secret, String url) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", "hospital");
        try (AwsClients clients = aws()) {
            login.setProperty(
                    "password",
                    new AwsConsole(clients).secret(secret).orElseThrow().reveal(Servers::password));
        }
        return DriverManager.getConnection(url, login);
    }

    private static String password(String secret) {
        try {
            return new ObjectMapper().readTree(secret).path("password").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
