package io.spicerack.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.tools.attach.VirtualMachine;
import io.spicerack.ChildJvm;
import io.spicerack.app.Spicerack;
import io.spicerack.hawtio.JolokiaClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** {@code spicerack run} as a process of its own, looked at from outside. */
final class ServedProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PRINTED =
            Pattern.compile("(Management|QuickSight|(?<=export )AWS_\\w+)[ =]+'?([^\\s']+)'?");
    private static final Set<String> STOPPING = Set.of("stop", "start", "startAllRoutes", "refresh");

    /** How loud its loggers are. */
    enum Loudness {
        DEBUG("debug", "INFO"),
        TRACE("trace", "ALL");

        private final String log4j;
        private final String jul;

        Loudness(String log4j, String jul) {
            this.log4j = log4j;
            this.jul = jul;
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final Process process;
    private final Map<String, String> printed = new java.util.TreeMap<>();
    private final String token;

    private ServedProcess(Path home, Process process) throws IOException {
        this.home = home;
        this.process = process;
        StringBuilder seen = new StringBuilder();
        BufferedReader out = process.inputReader(UTF_8);
        String line = "";
        while (!line.contains("Ctrl-C or SIGTERM ends it")) {
            line = out.readLine();
            if (line == null) {
                throw new AssertionError("it ended before it was ready: " + seen + errors());
            }
            seen.append(line).append('\n');
            note(line);
        }
        Path administrator = home.resolve("data/first-administrator.env");
        Files.readAllLines(administrator).forEach(this::note);
        // what is searched afterwards is what the service leaves
        Files.delete(administrator);
        token = Files.readString(home.resolve("data/management.token")).strip();
    }

    private void note(String line) {
        Matcher matcher = PRINTED.matcher(line);
        if (matcher.find()) {
            printed.put(matcher.group(1), matcher.group(2));
        }
    }

    /** Starts it on a home with config/ and routes/. What it writes beside its data is in logs/ and tmp/. */
    static ServedProcess start(
            Path home, Map<String, String> settings, Map<String, String> environment, Loudness loudness)
            throws IOException {
        Path logs = Files.createDirectories(home.resolve("logs"));
        Path tmp = Files.createDirectories(home.resolve("tmp"));
        Path log4j = Files.writeString(
                home.resolve("log4j2.properties"),
                """
                status = warn
                shutdownHook = disable
                rootLogger.level = LEVEL
                rootLogger.appenderRef.file.ref = file
                # as config/log4j2.properties has it: its exception is a data engineer's own
                logger.camelerrors.name = org.apache.camel.processor.errorhandler.DefaultErrorHandler
                logger.camelerrors.level = off
                # the same at DEBUG
                logger.camelpipeline.name = org.apache.camel.processor.Pipeline
                logger.camelpipeline.level = info
                # each call of SQLite's library by name, a hundred thousand lines
                logger.sqlite.name = org.sqlite.core
                logger.sqlite.level = debug
                logger.jdbi.name = org.jdbi.v3.core.Handle
                logger.jdbi.level = debug
                appender.file.type = File
                appender.file.name = file
                appender.file.fileName = LOGS/all.log
                appender.file.layout.type = PatternLayout
                appender.file.layout.pattern = %d %p %c %m %X%n%throwable
                """
                        .replace("LOGS", logs.toString())
                        .replace("LEVEL", loudness.log4j));
        Path julLog = Files.writeString(
                home.resolve("jul.properties"),
                """
                handlers = java.util.logging.FileHandler
                .level = LEVEL
                org.postgresql.level = ALL
                # the JDK's own descriptions of beans, four million lines
                javax.management.level = OFF
                com.sun.jmx.level = OFF
                java.util.logging.FileHandler.level = ALL
                java.util.logging.FileHandler.pattern = LOGS/jul.log
                java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
                """
                        .replace("LOGS", logs.toString())
                        .replace("LEVEL", loudness.jul));
        List<String> options = new ArrayList<>(List.of(
                "-Xmx256m",
                "-Dspicerack.home=" + home,
                "-Djava.io.tmpdir=" + tmp,
                "-Djava.util.logging.config.file=" + julLog));
        List<String> command = ChildJvm.command(options, Spicerack.class, "run");
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.replaceAll(option ->
                option.startsWith("-Dlog4j2.configurationFile=") ? "-Dlog4j2.configurationFile=" + log4j : option);
        if (!command.contains("-Dlog4j2.configurationFile=" + log4j)) {
            command.add(1, "-Dlog4j2.configurationFile=" + log4j);
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(logs.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return new ServedProcess(home, builder.start());
    }

    private String errors() throws IOException {
        return Files.readString(home.resolve("logs/stderr"));
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    long pid() {
        return process.pid();
    }

    String printed(String name) {
        return printed.getOrDefault(name, "");
    }

    JsonNode get(String path) {
        try {
            return JSON.readTree(text("GET", path));
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    String text(String method, String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(printed("Management") + path))
                                    .header("Authorization", "Bearer " + token)
                                    .method(method, BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    /** What Hawtio shows of it to whoever has the token, who is an admin there: each answer of Jolokia. */
    List<String> jolokia() throws IOException {
        return JolokiaClient.login(printed("Management"), "alice", token).everything();
    }

    /** What every MBean shows and answers, and what is alive afterwards, into a file. */
    @SuppressWarnings("BanJNDI") // the address is that of a process of this test
    String jmx(Path heap) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid()));
        String address;
        try {
            address = machine.startLocalManagementAgent();
        } finally {
            machine.detach();
        }
        StringBuilder seen = new StringBuilder();
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            for (ObjectName bean : beans.queryNames(null, null)) {
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(bean).getAttributes()) {
                    seen.append(attempt(() -> beans.getAttribute(bean, attribute.getName())));
                }
                boolean jdk = bean.getDomain().startsWith("java.")
                        || bean.getDomain().startsWith("com.sun.")
                        || bean.getDomain().startsWith("jdk.")
                        || bean.getDomain().equals("JMImplementation");
                for (MBeanOperationInfo operation : jdk
                        ? new MBeanOperationInfo[0]
                        : beans.getMBeanInfo(bean).getOperations()) {
                    if (operation.getSignature().length == 0 && !STOPPING.contains(operation.getName())) {
                        seen.append(attempt(() -> beans.invoke(bean, operation.getName(), null, null)));
                    }
                }
            }
            ManagementFactory.newPlatformMXBeanProxy(
                            beans, "com.sun.management:type=HotSpotDiagnostic", HotSpotDiagnosticMXBean.class)
                    .dumpHeap(heap.toString(), true);
        }
        return seen.toString();
    }

    private interface Call {
        Object make() throws JMException, IOException;
    }

    private static String attempt(Call call) throws IOException {
        try {
            // what is in an array, too
            return Arrays.deepToString(new Object[] {call.make()}) + "\n";
        } catch (JMException | RuntimeMBeanException e) {
            return e + " " + e.getCause() + "\n";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
