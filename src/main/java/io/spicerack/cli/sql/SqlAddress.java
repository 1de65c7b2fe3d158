package io.spicerack.cli.sql;

import io.spicerack.cli.ServiceException;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the SQL port is, and who asks: what the command line says, then libpq's variables, then the settings of this home.
 *
 * @param password empty where nobody has said one
 */
record SqlAddress(String host, String port, String user, String password, String sslMode, String rootCertificate) {
    /** The port that the documents name. */
    private static final String USUAL_PORT = "8075";

    /** @param settings config/application.properties, which need not be there */
    static SqlAddress of(
            @Nullable String host,
            @Nullable String port,
            @Nullable String user,
            Map<String, String> environment,
            Path settings) {
        Settings read = Files.isReadable(settings) ? Settings.read(settings, environment, Map.of()) : null;
        return new SqlAddress(
                first(host, environment.get("PGHOST"), read == null ? "" : read.text(Property.SQL_HOST), "127.0.0.1"),
                first(port, environment.get("PGPORT"), read == null ? "" : read.text(Property.SQL_PORT), USUAL_PORT),
                first(user, environment.get("PGUSER"), "", ""),
                first(environment.get("PGPASSWORD"), "", "", ""),
                first(environment.get("PGSSLMODE"), "", "", "prefer"),
                first(environment.get("PGSSLROOTCERT"), "", "", ""));
    }

    private static String first(@Nullable String said, @Nullable String variable, String settled, String otherwise) {
        if (said != null && !said.isEmpty()) {
            return said;
        }
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        return settled.isEmpty() ? otherwise : settled;
    }

    SqlAddress withPassword(String given) {
        return new SqlAddress(host, port, user, given, sslMode, rootCertificate);
    }

    /** For the driver. */
    Properties properties() {
        if (user.isEmpty()) {
            throw new ServiceException(
                    "who asks? Say --user NAME or PGUSER, a principal with a password for the SQL port:"
                            + " spicerack principal create NAME --actions quicksight:PassDataSet --sql");
        }
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        if (!rootCertificate.isEmpty()) {
            properties.setProperty("sslrootcert", rootCertificate);
        }
        properties.setProperty("ApplicationName", "spicerack sql");
        properties.setProperty("assumeMinServerVersion", "15.0");
        return properties;
    }

    String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/spicerack";
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
