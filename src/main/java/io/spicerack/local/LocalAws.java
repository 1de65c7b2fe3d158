package io.spicerack.local;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running KMS and Secrets Manager that the AWS SDK's clients talk to at {@link #endpoint()}. Every change is on disk
 * before its caller hears of it. Thread-safe.
 */
public final class LocalAws implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LocalAws.class);

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
        Callers callers = new Callers(config);
        JsonProtocol json = new JsonProtocol(
                Map.of(
                        "TrentService", new JsonProtocol.Service("kms", kms.operations()),
                        "secretsmanager", new JsonProtocol.Service("secretsmanager", secrets.operations())),
                callers,
                LocalAws::log);
        return new LocalAwsHttp(config.listener(), json, new StsProtocol(callers));
    }

    private static void log(Call call, @Nullable AwsError error) {
        LOGGER.atDebug()
                .addKeyValue("operation", call.action())
                .addKeyValue("requestId", call.requestId())
                .addKeyValue("error", error == null ? "none" : error.code())
                .log("call ended");
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
