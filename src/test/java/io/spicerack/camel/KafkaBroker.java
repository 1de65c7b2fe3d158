package io.spicerack.camel;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A real Kafka broker (KRaft) in a process of its own, from the jars that bench/kafka/pom.xml copies. One thread. */
final class KafkaBroker implements AutoCloseable {
    private static final int START_SECONDS = 90;

    private final Path jars;
    private final Path directory;
    private final int port;
    private final int controllerPort;
    private Process process;

    private KafkaBroker(Path jars, Path directory) throws IOException, InterruptedException {
        this.jars = jars;
        this.directory = directory;
        port = freePort();
        controllerPort = freePort();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("server.properties"), settings());
        Process format = java(
                "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", config());
        if (format.waitFor() != 0) {
            throw new IllegalStateException("Kafka's storage was not formatted; see " + directory.resolve("log"));
        }
        process = java("kafka.Kafka", config());
        awaitAnswer();
    }

    static KafkaBroker start(Path jars, Path directory) throws IOException, InterruptedException {
        return new KafkaBroker(jars, directory);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void startAgain() throws IOException, InterruptedException {
        process = java("kafka.Kafka", config());
        awaitAnswer();
    }

    private void awaitAnswer() throws InterruptedException {
        Properties client = new Properties();
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        try (Admin admin = Admin.create(client)) {
            for (int i = 0; i < START_SECONDS; i++) {
                try {
                    admin.describeCluster().nodes().get();
                    return;
                } catch (java.util.concurrent.ExecutionException e) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("Kafka ended; see " + directory.resolve("log"), e);
                    }
                    Thread.sleep(1_000);
                }
            }
        }
        throw new IllegalStateException("Kafka does not answer; see " + directory.resolve("log"));
    }

    private String settings() {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                num.partitions=1
                offsets.topic.replication.factor=1
                """
                .formatted(port, controllerPort, directory.resolve("data"));
    }

    private String config() {
        return directory.resolve("server.properties").toString();
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                jars + "/*"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
