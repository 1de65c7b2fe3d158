package io.spicerack.api;

import io.spicerack.core.CoreFixture;
import io.spicerack.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.quicksight.QuickSightClient;

/** A core with the API over it, and AWS's own client. One test thread at a time. */
final class ApiFixture implements AutoCloseable {
    static final String KEY = "AKIASPICERACKTESTKEY";
    static final String SECRET = "a-secret-access-key-for-tests-only";
    static final String ACCOUNT = CoreFixture.ACCOUNT.id();

    private final CoreFixture core;
    private final QuickSightServer server;
    private final QuickSightClient client;

    private ApiFixture(Path directory) {
        core = CoreFixture.open(directory);
        server = serve(core, Clock.systemUTC());
        client = client(server, KEY, SECRET);
    }

    static ApiFixture open(Path directory) {
        return new ApiFixture(directory);
    }

    /** Another server over the same core. The caller closes it. */
    static QuickSightServer serve(CoreFixture core, Clock clock) {
        return QuickSightServer.start(
                new ApiConfig(
                        "127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.of(new ApiConfig.Owner(KEY, Secret.of(SECRET)))),
                core.spice(),
                clock);
    }

    /** The caller closes it. */
    static QuickSightClient client(QuickSightServer server, String accessKeyId, String secret) {
        return QuickSightClient.builder()
                .endpointOverride(URI.create(server.url().toString()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secret)))
                .build();
    }

    CoreFixture core() {
        return core;
    }

    QuickSightServer server() {
        return server;
    }

    QuickSightClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.close();
        core.close();
    }
}
