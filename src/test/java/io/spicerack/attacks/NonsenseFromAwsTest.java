package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.attacks.HostilePeer.Said;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.aws.AuditClients;
import io.spicerack.aws.AwsClients;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.aws.CallFailures;
import io.spicerack.aws.KmsDigestSigner;
import io.spicerack.aws.KmsFailures;
import io.spicerack.aws.OwnSecret;
import io.spicerack.camel.CamelKeySwitch;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.trail.KmsErrorCodes;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Every answer of a peer has a place, whatever it is: each call that Spicerack makes of AWS, by the SDK's own clients, against
 * each status with each body that is none of AWS's. Nothing of it counts as done, and nothing is unexpected.
 */
@TakesLong
class NonsenseFromAwsTest {
    private static final KeyReference KEY = CoreFixture.key("11111111-2222-3333-4444-555555555555");
    private static final EncryptionContext CONTEXT =
            new EncryptionContext(CoreFixture.ACCOUNT.dataSet(new DataSetId("visits")));
    private static final WrappedKey WRAPPED = new WrappedKey(KEY, "AAAA");
    private static final String JSON = "Content-Type: application/x-amz-json-1.1\r\n";
    private static final String OF_AWS = JSON + "x-amzn-RequestId: 1-2-3\r\n";
    private static final Duration PATIENCE = Duration.ofMillis(400);

    /** Those of AWS whose success is an empty answer: nothing in it can be wrong. */
    private static final List<String> GIVE_NOTHING = List.of("RetireGrant", "DisableKey", "EnableKey");

    private interface Call {
        void make() throws Exception;
    }

    @Test
    void hasAPlaceAtEveryCallAndNeverCountsAsDone() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(24);
        try (HostilePeer peer = new HostilePeer()) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            answers().forEach((name, said) -> {
                URI endpoint = peer.saying(name, said);
                tasks.add(() -> wrong(name, said, endpoint));
            });
            List<String> wrong = new ArrayList<>();
            for (Future<List<String>> task : callers.invokeAll(tasks)) {
                wrong.addAll(task.get());
            }
            assertThat(wrong).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    /** As moto's are, which docker-compose.yml has in the place of AWS. */
    @Test
    void anAnswerWithARequestIdIsTakenThoughItIsCalledHtml() throws Exception {
        try (HostilePeer peer = new HostilePeer()) {
            URI endpoint = peer.saying(
                    "stand-in",
                    Said.of(
                            200,
                            "Content-Type: text/html; charset=utf-8\r\nx-amzn-RequestId: 1-2-3\r\n",
                            "{\"SecretString\":\"said\"}"));
            assertThat(OwnSecret.text(
                            config(endpoint),
                            Arn.parse("arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf")))
                    .isEqualTo("said");
        }
    }

    private static Map<String, Said> answers() {
        Map<String, Said> answers = new LinkedHashMap<>();
        answers.put("silence", Said.of(0, "", ""));
        for (int status : new int[] {200, 400, 403, 404, 503}) {
            answers.put(status + "-html", Said.of(status, "Content-Type: text/html\r\n", "<html>Sign in</html>"));
            answers.put(status + "-nothing", Said.of(status, "", ""));
            answers.put(status + "-object", Said.of(status, OF_AWS, "{}"));
            answers.put(
                    status + "-cut",
                    Said.of(status, OF_AWS, "{\"KeyId\":\"" + KEY + "\",\"Pla").cutShort());
            answers.put(status + "-broken", Said.of(status, OF_AWS, "{\"KeyId\":\"" + KEY + "\",\"Pla"));
            answers.put(
                    status + "-wrong",
                    Said.of(
                            status,
                            OF_AWS,
                            "{\"__type\":{},\"message\":[7],\"KeyId\":\"" + KEY + "\",\"Plaintext\":\"AAAA\","
                                    + "\"CiphertextBlob\":\"\",\"KeyMetadata\":{},\"GrantId\":null}"));
            answers.put(status + "-huge", Said.of(status, OF_AWS, "{\"x\":\"" + "x".repeat(3 << 20) + "\"}"));
        }
        return answers;
    }

    /** What is not as it has to be under one answer, call by call. */
    private static List<String> wrong(String name, Said said, URI endpoint) throws Exception {
        AwsConfig config = config(endpoint);
        List<String> wrong = new ArrayList<>();
        try (AwsClients clients = new AwsClients(config, new RequestIds());
                AuditClients sinks = new AuditClients(config);
                CamelKeySwitch keySwitch = new CamelKeySwitch(clients.kms(), KmsFailures::unavailable)) {
            AwsKeyService keys = new AwsKeyService(
                    clients.kms(), new SecureRandom(), CoreFixture.ACCOUNT, "arn:aws:iam::1:root", keySwitch);
            Map<String, Call> calls = new LinkedHashMap<>();
            calls.put(
                    "GenerateDataKey", () -> keys.generateDataKey(KEY, CONTEXT).close());
            calls.put("Decrypt", () -> keys.decrypt(WRAPPED, CONTEXT).close());
            calls.put("Encrypt", () -> keys.encrypt(KEY, new byte[1], CONTEXT));
            calls.put("ReEncrypt", () -> keys.reEncrypt(WRAPPED, KEY, CONTEXT));
            calls.put("permitted", () -> keys.permitted(KEY, CONTEXT));
            calls.put("DescribeKey", () -> keys.describe(KEY));
            calls.put("CreateGrant", () -> keys.createGrant(KEY, CONTEXT, "name"));
            calls.put("RetireGrant", () -> keys.retireGrant(KEY, "id", CONTEXT));
            calls.put("DisableKey", () -> keySwitch.disable(KEY));
            calls.put("EnableKey", () -> keySwitch.enable(KEY));
            calls.put("Sign", () -> new KmsDigestSigner(clients.kms(), KEY).sign(new byte[1]));
            calls.forEach((call, made) -> problem(made, mayBeDone(call, said))
                    .ifPresent(problem -> wrong.add(call + " of " + name + ": " + problem)));
            if (said.status() != 200 || !said.headers().equals(OF_AWS)) {
                sdkProblem(() -> clients.secretsManager()
                                .getSecretValue(
                                        request -> request.secretId("arn:aws:secretsmanager:x:1:secret:a-AbCdEf")))
                        .ifPresent(problem -> wrong.add("GetSecretValue of " + name + ": " + problem));
                sdkProblem(() -> sinks.s3()
                                .putObject(request -> request.bucket("logs").key("a"), RequestBody.fromString("log")))
                        .ifPresent(problem -> wrong.add("PutObject of " + name + ": " + problem));
            }
        }
        return wrong;
    }

    private static AwsConfig config(URI endpoint) {
        return new AwsConfig(
                "eu-west-1",
                Optional.of(endpoint),
                Optional.of(new AwsConfig.AccessKey("AKIASPICERACKLOCAL00", Secret.of("a-secret"))),
                PATIENCE);
    }

    private static boolean mayBeDone(String call, Said said) {
        return said.status() == 200 && said.headers().equals(OF_AWS) && GIVE_NOTHING.contains(call);
    }

    private static Optional<String> problem(Call call, boolean mayBeDone) {
        try {
            call.make();
            return mayBeDone ? Optional.empty() : Optional.of("counted as done");
        } catch (KeyUnavailableException e) {
            String code = KmsErrorCodes.failure(e).code();
            boolean told = e.passing()
                    && !code.isBlank()
                    && String.valueOf(e.getMessage()).length() < 2_000;
            return told ? Optional.empty() : Optional.of("taken for an answer of KMS: " + e.reason() + " " + code);
        } catch (Exception e) {
            return Optional.of("unexpected " + e);
        }
    }

    private static Optional<String> sdkProblem(Call call) {
        try {
            call.make();
            return Optional.of("counted as done");
        } catch (SdkException e) {
            return CallFailures.outcome(e).isPresent() ? Optional.empty() : Optional.of("no outcome of " + e);
        } catch (Exception e) {
            return Optional.of("unexpected " + e);
        }
    }
}
