package io.spicerack.audit.event;

import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CreateDataSource or UpdateDataSource asks for, with no place for a password. Immutable.
 *
 * @param credentials a secret's ARN or a database user's; null where a credential pair was given, which the record only says to be hidden
 */
public record DataSourceRequest(
        DataSourceId id,
        String name,
        DataSourceType type,
        String host,
        int port,
        String database,
        @Nullable Arn credentials) {
    private static final String SECRETS = "secretsmanager";
    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("dataSourceId", id.value());
        parameters.put("name", name);
        parameters.put("type", type.name());
        parameters.put("dataSourceParameters", Map.of(member(), connection()));
        parameters.put("credentials", credentials == null ? HIDDEN : named(credentials));
        return parameters;
    }

    private static Map<String, Object> named(Arn credentials) {
        return Map.of(credentials.service().equals(SECRETS) ? "secretArn" : "databaseUserArn", credentials.toString());
    }

    private Map<String, Object> connection() {
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("host", host);
        connection.put("port", port);
        connection.put("database", database);
        return connection;
    }

    private String member() {
        String member = type.parameters();
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
