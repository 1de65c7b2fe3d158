package io.spicerack.kit.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.kit.kms.LocalKms;
import io.spicerack.kit.secrets.LocalSecrets;
import io.spicerack.kit.state.RootKey;
import io.spicerack.model.Secret;
import io.spicerack.shapes.ApiModel;
import io.spicerack.shapes.ModelWalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local KMS and Secrets Manager against AWS's API models: each member is obeyed or refused, and held to what it may be. */
class ServedModelsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/spicerack/kit");

    @TempDir
    Path directory = Path.of("never-used");

    private JsonProtocol.Service kms;
    private JsonProtocol.Service secrets;

    @BeforeEach
    void open() throws IOException {
        SecureRandom random = new SecureRandom();
        LocalAwsConfig config = LocalAwsConfig.onLoopback(
                0,
                directory,
                AwsUnderTest.ACCOUNT,
                new LocalAwsConfig.AccessKey(AwsUnderTest.ACCESS_KEY_ID, Secret.of(AwsUnderTest.SECRET_ACCESS_KEY)),
                Clock.systemUTC());
        RootKey root = RootKey.in(directory, random);
        LocalKms local = LocalKms.open(config, root, random);
        kms = local.service();
        secrets = LocalSecrets.open(config, root, random, local.secretCiphers()).service();
    }

    @Test
    void eachMemberIsRefusedInEachWayThatItCanBeWrong() {
        for (JsonProtocol.Service service : List.of(kms, secrets)) {
            List<ModelWalk.Wrong> all = ModelWalk.of(model(service));
            assertThat(all).hasSizeGreaterThan(150).allSatisfy(wrong -> assertThatThrownBy(
                            () -> service.check(call(service, wrong.operation(), wrong.body())))
                    .as(wrong.operation() + " " + wrong.member() + ": " + wrong.how())
                    .isInstanceOfSatisfying(AwsError.class, refused -> assertThat(refused.code())
                            .isIn("ValidationException", "SerializationException")));
        }
    }

    @Test
    void noMemberIsIgnored() throws IOException {
        assertThat(ignored(kms, "kms")).isEmpty();
        assertThat(ignored(secrets, "secrets")).isEmpty();
    }

    @Test
    void aMemberThatTheModelDoesNotHaveIsRefused() {
        ObjectNode body = JsonBody.object().put("KeyId", "1").put("KeyIds", "2");
        assertThatThrownBy(() -> kms.check(call(kms, "DescribeKey", body)))
                .hasMessage("The local AWS knows no member KeyIds of this operation");
    }

    /** Those that no source of the service names, and that are not refused either. */
    private static Set<String> ignored(JsonProtocol.Service service, String room) throws IOException {
        String sources = sources(SOURCES.resolve(room)) + sources(SOURCES.resolve("protocol"));
        Set<String> ignored = new TreeSet<>();
        for (String operation : service.operations().names()) {
            for (String member : ModelWalk.members(model(service), operation)) {
                boolean named = sources.contains('"' + member + '"');
                if (!named && !isRefused(service, operation, member)) {
                    ignored.add(operation + "." + member);
                }
            }
        }
        // every call of RotateSecret is refused
        ignored.removeIf(member -> member.startsWith("RotateSecret."));
        return ignored;
    }

    private static boolean isRefused(JsonProtocol.Service service, String operation, String member) {
        try {
            service.operations().run(call(service, operation, JsonBody.object().put(member, "any")));
            return false;
        } catch (AwsError e) {
            return String.valueOf(e.getMessage()).contains("does not serve the member " + member + " of " + operation);
        }
    }

    private static String sources(Path room) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(room)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, UTF_8));
            }
        }
        // what is refused there is named for that alone
        return all.toString().replaceAll("\\.refusing\\([^;]*?\\)", "");
    }

    private static ApiModel model(JsonProtocol.Service service) {
        return service.model().orElseThrow();
    }

    private static AwsCall call(JsonProtocol.Service service, String operation, ObjectNode body) {
        return new AwsCall(
                "any",
                new AwsCall.Origin("127.0.0.1", ""),
                AwsCaller.of(AwsUnderTest.ACCOUNT, AwsUnderTest.ACCESS_KEY_ID),
                service.signingName(),
                operation,
                new AwsInput(body));
    }
}
