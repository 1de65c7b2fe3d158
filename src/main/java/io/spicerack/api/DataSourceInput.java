package io.spicerack.api;

import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.http.JsonInput;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.Secret;
import io.spicerack.source.SourceTypes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What CreateDataSource and UpdateDataSource say of a data source. */
final class DataSourceInput {
    private static final Set<String> CREDENTIALS = Set.of("SecretArn", "CredentialPair", "CopySourceArn");

    private DataSourceInput() {}

    /** Where the data is. */
    record Place(String host, int port, String database) {}

    /** Credentials for one call: closing wipes the password. */
    record Given(CredentialsInput credentials) implements AutoCloseable {
        static Given of(CredentialsInput credentials) {
            return new Given(credentials);
        }

        @Override
        public void close() {
            if (credentials instanceof CredentialsInput.CredentialPair pair) {
                pair.password().close();
            }
        }
    }

    static DataSourceType type(JsonInput input, SourceTypes types) {
        String text = input.text("Type", 128);
        return types.named(text)
                .orElseThrow(() -> input.refused("Type", "is '" + text + "'; served are " + types.words()));
    }

    static Optional<Place> place(JsonInput input, DataSourceType type) {
        String member = type.parameters();
        return input.object("DataSourceParameters").map(union -> {
            JsonInput place = union.allow(Set.of(member))
                    .object(member)
                    .orElseThrow(() -> union.missing(member))
                    .allow(Set.of("Host", "Port", "Database"));
            return new Place(place.text("Host", 256), place.integer("Port", 1, 65_535), place.text("Database", 128));
        });
    }

    static Optional<Boolean> ssl(JsonInput input) {
        return input.object("SslProperties")
                .flatMap(ssl -> ssl.allow(Set.of("DisableSsl")).flag("DisableSsl"))
                .map(disabled -> !disabled);
    }

    static Optional<String> vpcConnection(JsonInput input) {
        return input.object("VpcConnectionProperties").map(vpc -> vpc.allow(Set.of("VpcConnectionArn"))
                .parsed("VpcConnectionArn", Arn::parse)
                .orElseThrow(() -> vpc.missing("VpcConnectionArn"))
                .toString());
    }

    /** {@code copy} finds what CopySourceArn means, given the object that names it. */
    static Optional<Given> credentials(JsonInput input, Function<JsonInput, CredentialsInput> copy) {
        return input.object("Credentials").map(union -> {
            union.allow(CREDENTIALS);
            if (CREDENTIALS.stream().filter(union::has).count() != 1) {
                throw input.refused("Credentials", "must hold one of SecretArn, CredentialPair and CopySourceArn");
            }
            return union.parsed("SecretArn", Arn::parse)
                    .map(secret -> Given.of(new CredentialsInput.SecretArn(secret)))
                    .or(() -> union.object("CredentialPair").map(DataSourceInput::pair))
                    .orElseGet(() -> Given.of(copy.apply(union)));
        });
    }

    private static Given pair(JsonInput pair) {
        pair.allow(Set.of("Username", "Password"));
        return Given.of(
                new CredentialsInput.CredentialPair(pair.text("Username", 64), Secret.of(pair.text("Password", 1024))));
    }
}
