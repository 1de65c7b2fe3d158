package io.spicerack.kit.aws;

import io.spicerack.http.HttpPort;
import io.spicerack.http.Listener;
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
import io.spicerack.model.DirectoryInUseException;
import io.spicerack.model.DirectoryLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running KMS, Secrets Manager, STS, CloudTrail and S3 that the AWS SDK's clients talk to at {@link #endpoint()}. Every change is on disk
 * before its caller hears of it. Thread-safe.
 */
public final class LocalAws implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalAws.class);

    private static final String CLOUD_TRAIL = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";

    private final DirectoryLock lock;
    private final LocalAwsHttp services;
    private final HttpPort port;

    private LocalAws(DirectoryLock lock, LocalAwsHttp services, HttpPort port) {
        this.lock = lock;
        this.services = services;
        this.port = port;
    }

    /** Opens the state and listens; {@link LocalAwsException} when the port, the directory or the root key is unfit. */
    public static LocalAws start(LocalAwsConfig config) {
        try {
            DirectoryLock lock = DirectoryLock.take(config.dataDirectory().resolve("lock"));
            try {
                LocalAwsHttp services = services(config);
                HttpPort port = listen(config, services);
                LOGGER.atInfo().addKeyValue("endpoint", port.url()).log("local AWS started");
                return new LocalAws(lock, services, port);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (DirectoryInUseException e) {
            throw new LocalAwsException(
                    "The data directory " + config.dataDirectory()
                            + " is in use by another local AWS; stop that one, or choose another directory",
                    e);
        } catch (IOException e) {
            throw new LocalAwsException(
                    "The local AWS cannot use its data directory " + config.dataDirectory() + ": " + e.getMessage(), e);
        }
    }

    public URI endpoint() {
        return port.url();
    }

    @Override
    public void close() {
        services.close();
        port.close();
        lock.close();
    }

    private static HttpPort listen(LocalAwsConfig config, LocalAwsHttp services) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        try {
            return HttpPort.open(
                    new Listener("the local AWS", host, config.port(), "spicerack.embedded.aws"),
                    LocalAwsHttp.LIMITS,
                    services);
        } catch (IllegalStateException e) {
            throw new LocalAwsException(
                    "The local AWS cannot listen on " + host + " port " + config.port() + ": "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage())
                            + ". Stop the program that uses it, or choose another port (0 takes any free one)",
                    e);
        }
    }

    private static LocalAwsHttp services(LocalAwsConfig config) throws IOException {
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
                        kms.service(),
                        "secretsmanager",
                        secrets.service(),
                        CLOUD_TRAIL,
                        new JsonProtocol.Service("cloudtrail", trail(config, history), Optional.empty())),
                callers,
                new CallEvents(history, config.account(), config.clock()));
        S3Buckets buckets = new S3Buckets(config.dataDirectory().resolve("s3"), config.trail());
        return new LocalAwsHttp(
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
}
