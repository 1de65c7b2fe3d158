package io.spicerack.kit.aws;

import io.spicerack.kit.kms.LocalKms;
import io.spicerack.kit.protocol.CallerCheck;
import io.spicerack.kit.protocol.JsonProtocol;
import io.spicerack.kit.protocol.LocalAwsConfig;
import io.spicerack.kit.protocol.Operations;
import io.spicerack.kit.protocol.StsProtocol;
import io.spicerack.kit.s3.S3Buckets;
import io.spicerack.kit.s3.S3Protocol;
import io.spicerack.kit.secrets.LocalSecrets;
import io.spicerack.kit.state.LineFile;
import io.spicerack.kit.state.LocalAwsException;
import io.spicerack.kit.state.RootKey;
import io.spicerack.kit.trail.AuditEventsProtocol;
import io.spicerack.kit.trail.CallEvents;
import io.spicerack.kit.trail.EventHistory;
import io.spicerack.kit.trail.EventLookup;
import io.spicerack.kit.trail.TrailOperations;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running KMS, Secrets Manager, STS, CloudTrail and S3 that the AWS SDK's clients talk to at {@link #endpoint()}. Every change is on disk
 * before its caller hears of it. Thread-safe.
 */
public final class LocalAws implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalAws.class);

    private static final String CLOUD_TRAIL = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";

    private final FileChannel lock;
    private final LocalAwsHttp http;

    private LocalAws(FileChannel lock, LocalAwsHttp http) {
        this.lock = lock;
        this.http = http;
    }

    /** Opens the state and listens; {@link LocalAwsException} when the port, the directory or the root key is unfit. */
    public static LocalAws start(LocalAwsConfig config) {
        try {
            Files.createDirectories(config.dataDirectory());
            FileChannel lock = lock(config.dataDirectory());
            try {
                LocalAwsHttp http = serve(config);
                LOGGER.atInfo().addKeyValue("endpoint", http.endpoint()).log("local AWS started");
                return new LocalAws(lock, http);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalAwsException(
                    "The local AWS cannot use its data directory " + config.dataDirectory() + ": " + e.getMessage(), e);
        }
    }

    public URI endpoint() {
        return http.endpoint();
    }

    @Override
    public void close() {
        http.close();
        try {
            lock.close();
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("data directory of the local AWS not unlocked");
        }
    }

    private static LocalAwsHttp serve(LocalAwsConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        RootKey root = RootKey.in(config.dataDirectory(), random);
        LocalKms kms = LocalKms.open(config, root, random);
        LocalSecrets secrets = LocalSecrets.open(config, root, random, kms.secretCiphers());
        CallerCheck callers = new CallerCheck(config);
        Path cloudTrail = config.dataDirectory().resolve("cloudtrail");
        EventHistory history = new EventHistory(cloudTrail.resolve("events"), config.clock());
        JsonProtocol json = new JsonProtocol(
                Map.of(
                        "TrentService",
                        new JsonProtocol.Service("kms", kms.operations()),
                        "secretsmanager",
                        new JsonProtocol.Service("secretsmanager", secrets.operations()),
                        CLOUD_TRAIL,
                        new JsonProtocol.Service("cloudtrail", trail(config, history))),
                callers,
                new CallEvents(history, config.account(), config.clock()));
        S3Buckets buckets = new S3Buckets(config.dataDirectory().resolve("s3"), config.trail());
        return new LocalAwsHttp(
                config.listener(),
                json,
                new StsProtocol(callers),
                new S3Protocol(buckets, callers, config.account().region()),
                new AuditEventsProtocol(new LineFile(cloudTrail.resolve("audit-events.jsonl")), callers));
    }

    private static Operations trail(LocalAwsConfig config, EventHistory history) {
        Operations operations = new Operations();
        new TrailOperations(config.trail(), new EventLookup(history, config.clock()), config.clock()).addTo(operations);
        return operations;
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this same process: refused below like any other holder
        }
        channel.close();
        throw new LocalAwsException(
                "The data directory " + directory + " is in use by another local AWS; stop that one, or choose another"
                        + " directory",
                null);
    }
}
