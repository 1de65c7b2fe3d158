package io.spicerack.hawtio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spicerack.ChildJvm;
import io.spicerack.WithServers;
import io.spicerack.admin.ManagementConfig;
import io.spicerack.admin.ManagementServer;
import io.spicerack.admin.ReaderLimits;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.SampleRows;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.NewAccessKey;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.http.Listener;
import io.spicerack.login.Login;
import io.spicerack.login.Sessions;
import io.spicerack.model.KeyState;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import io.spicerack.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** JMX over the network, with the JDK's own client: what each role may, and who is not let in. */
@WithServers
@WithCore
class JmxPortTest {
    private final CoreFixture core;

    JmxPortTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    @SuppressWarnings("try") // the beans are there for the client
    void eachRoleMayWhatItMayOverTlsAndNobodyElseIsLetIn() throws Exception {
        core.publish("patients", SampleRows.of(3));
        Login login = login(new Sessions(core.spice().principals(), core.spice().ticker()));
        String told;
        try (OpsBeans beans = OpsBeans.register(core.spice(), core.clock(), Dawdler.NONE, new Observers().levels());
                JmxPort port = JmxPort.open(
                        config(0),
                        login,
                        new Sessions(core.spice().principals(), core.spice().ticker()),
                        core.spice().callers())) {
            String number = String.valueOf(
                    URI.create(port.url().replaceAll(".*/rmi:", "rmi:")).getPort());
            told = visit(
                    port.url(),
                    number,
                    "vera",
                    principal("vera", "spicerack:viewer"),
                    "otto",
                    principal("otto", "spicerack:operator"),
                    "anna",
                    principal("anna", "spicerack:admin"),
                    "api",
                    principal("api", "quicksight:*"),
                    "vera",
                    "x".repeat(40),
                    "vera",
                    "");
        }
        assertThat(told.lines())
                .contains(
                        "vera rows: 3",
                        "vera listen: listens",
                        "vera all: true",
                        "vera query: InvalidClassException: filter status: REJECTED",
                        "vera properties: SecurityException: reading SystemProperties of java.lang:type=Runtime is not on the"
                                + " list of what may be read and called",
                        "vera dumpHeap: SecurityException: com.sun.management:type=HotSpotDiagnostic is not on the list of"
                                + " what may be read and called",
                        "vera create: SecurityException: createMBean is not on the list of what may be read and called",
                        "vera refresh: SecurityException: refresh of io.spicerack:type=DataSet,name=patients is not on the"
                                + " list of what may be read and called for the role viewer",
                        "otto refresh: false",
                        "otto heard: key " + CoreFixture.SERVICE_OWNED_KEY + " was not looked at yet and is Disabled",
                        "otto lockDown: SecurityException: lockDown of io.spicerack:type=Keys is not on the list of what may"
                                + " be read and called for the role operator",
                        "anna dumpHeap: SecurityException: com.sun.management:type=HotSpotDiagnostic is not on the list of"
                                + " what may be read and called",
                        "api connect: SecurityException: the name and its secret do not open this port",
                        "vera connect: SecurityException: the name and its secret do not open this port",
                        "nobody connect: SecurityException: the name and its secret do not open this port");
        assertThat(told).containsPattern("anna lockDown: \\w*Exception: .*nosuch");
        assertThat(told).containsPattern("plain lookup: ConnectIOException: ");
        assertThat(told).contains("impostor rebind: ").doesNotContain("took the place");
        assertThat(core.spice().audit().search(AuditQuery.newest(50).by("otto")))
                .anySatisfy(record -> assertThat(record.json()).contains("CreateIngestion", "user/default/otto"));
        assertThat(core.spice().refusals().counts().toString()).contains("port=jmx", "WrongToken", "NoToken");
    }

    /** What JMX takes for no address, after the registry has been opened on it. */
    @Test
    void aPortThatCannotOpenWhollyLeavesNothingOpen() throws Exception {
        int port = free();
        JmxConfig half = new JmxConfig(
                new Listener("the JMX port", "127.1", port, "spicerack.jmx"),
                TlsFiles.path("server.pem"),
                TlsFiles.path("server.key"));
        Sessions sessions = new Sessions(core.spice().principals(), core.spice().ticker());
        assertThatThrownBy(() -> JmxPort.open(
                        half, login(sessions), sessions, core.spice().callers()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spicerack.jmx");
        closed(port);
    }

    @Test
    void aManagementPortThatCannotWriteItsTokenLeavesNoJmxPortOpen() throws Exception {
        int port = free();
        Path token = Files.createDirectories(core.directory().resolve("taken").resolve("management.token"));
        Files.createFile(token.resolve("inside"));
        ManagementConfig config = new ManagementConfig(
                "127.0.0.1",
                0,
                token,
                core.directory().resolve("metrics.token"),
                ReaderLimits.DEFAULT,
                HawtioAccess.LOOPBACK,
                Optional.of(config(port)));
        assertThatThrownBy(() -> ManagementServer.start(config, core.spice(), core.clock()))
                .isInstanceOf(RuntimeException.class);
        closed(port);
    }

    private static int free() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Soon: the kernel lets a listening socket go when the thread that accepts from it has woken. */
    private static void closed(int port) {
        await().untilAsserted(() -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class));
    }

    private Login login(Sessions sessions) {
        return new Login(
                core.spice().principals(),
                token -> false,
                core.spice().refusals(),
                sessions,
                core.spice().ticker());
    }

    @Test
    void whatItNeedsIsNamedWhereItIsNotThere() {
        assertThatThrownBy(() -> new Listener("the JMX port", "127.0.0.1", 70_000, "spicerack.jmx"))
                .hasMessageContaining("spicerack.jmx.port is 70000");
        assertThat(new ManagementConfig("127.0.0.1", 0, Path.of("management.token")).jmx())
                .as("off unless it is switched on")
                .isEmpty();
    }

    private static JmxConfig config(int port) {
        return new JmxConfig(
                new Listener("the JMX port", "127.0.0.1", port, "spicerack.jmx"),
                TlsFiles.path("server.pem"),
                TlsFiles.path("server.key"));
    }

    private String principal(String name, String action) {
        try (NewAccessKey key = core.spice().principals().create(name, List.of(action), List.of())) {
            return key.secretAccessKey().reveal(secret -> secret);
        }
    }

    private String visit(String... arguments) throws Exception {
        Path trusted = core.directory().resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "authority", TlsFiles.certificates("authority").get(0));
        try (OutputStream file = Files.newOutputStream(trusted)) {
            store.store(file, "trusted".toCharArray());
        }
        Process process = new ProcessBuilder(ChildJvm.command(
                        List.of(
                                "-Djavax.net.ssl.trustStore=" + trusted,
                                "-Djavax.net.ssl.trustStorePassword=trusted",
                                "-Xmx64m"),
                        JmxVisitor.class,
                        arguments))
                .redirectErrorStream(true)
                .start();
        StringBuilder told = new StringBuilder();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.append(line).append('\n');
                if (line.equals("otto listen: listens")) {
                    core.spice().keyWatch().observed(CoreFixture.SERVICE_OWNED_KEY, KeyState.Disabled);
                }
            }
        }
        process.waitFor();
        return told.toString();
    }
}
