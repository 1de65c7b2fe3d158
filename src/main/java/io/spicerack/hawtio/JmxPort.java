package io.spicerack.hawtio;

import io.spicerack.core.trail.Callers;
import io.spicerack.http.Listener;
import io.spicerack.login.Login;
import io.spicerack.login.Sessions;
import io.spicerack.tls.OwnIdentity;
import io.spicerack.tls.Pem;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.AlreadyBoundException;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JMX over the network: over TLS alone, for those who may log in at the page, each with what the list gives their role. The
 * JVM's own agent would let whoever may call anything call everything, the heap's dump too. Thread-safe.
 */
public final class JmxPort implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(JmxPort.class);
    private static final String NAME = "jmxrmi";
    private static final int BACKLOG = 20;

    /** What a call may bring: names, numbers and texts, and what JMX itself sends. */
    private static final String ARGUMENTS =
            "java.lang.String;java.lang.Number;java.lang.Boolean;java.lang.Integer;java.lang.Long;java.lang.Double;"
                    + "java.lang.Object;javax.management.ObjectName;java.rmi.MarshalledObject;javax.security.auth.Subject;"
                    + "maxdepth=8;maxarray=1000;maxbytes=65536;!*";

    private final Registry registry;
    private final JMXConnectorServer server;
    private final Sockets sockets;

    private JmxPort(Registry registry, JMXConnectorServer server, Sockets sockets) {
        this.registry = registry;
        this.server = server;
        this.sockets = sockets;
    }

    /** Listens; {@code IllegalStateException} names host, port and property where it cannot. The caller closes it. */
    public static JmxPort open(JmxConfig config, Login login, Sessions sessions, Callers callers) {
        Listener listener = config.listener();
        if (System.getProperty("java.rmi.server.hostname") == null) {
            // what clients are told to connect to; else whatever this machine thinks it is called
            System.setProperty("java.rmi.server.hostname", listener.host());
        }
        // whoever is on this machine might else put a server of their own in the place of this one, and be told
        // passwords
        Security.setProperty("sun.rmi.registry.registryFilter", "!*");
        try {
            Sockets sockets = new Sockets(InetAddress.getByName(listener.host()), tls(config));
            Registry registry =
                    LocateRegistry.createRegistry(listener.port(), new SslRMIClientSocketFactory(), sockets);
            JmxPort port;
            try {
                JmxGuard guard = new JmxGuard(AllowedBeans.shipped(), sessions, callers);
                port = new JmxPort(registry, serve(listener, sockets, registry, login, guard), sockets);
            } catch (IOException | RuntimeException e) {
                Closeable registered = () -> UnicastRemoteObject.unexportObject(registry, true);
                try (registered) {
                    throw e;
                }
            }
            LOGGER.atInfo().addKeyValue("url", port.url()).log("the JMX port is open");
            return port;
        } catch (IOException e) {
            throw listener.cannotListen(e);
        }
    }
    /** Bound in the registry, or nothing of it is left. */
    private static JMXConnectorServer serve(
            Listener listener, Sockets sockets, Registry registry, Login login, JmxGuard guard) throws IOException {
        Map<String, Object> environment = new HashMap<>();
        environment.put(JMXConnectorServer.AUTHENTICATOR, new JmxLogin(login));
        environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, "java.lang.String;maxarray=2;maxbytes=4096;!*");
        environment.put(RMIConnectorServer.SERIAL_FILTER_PATTERN, ARGUMENTS);
        RMIJRMPServerImpl exported =
                new RMIJRMPServerImpl(listener.port(), new SslRMIClientSocketFactory(), sockets, environment);
        JMXConnectorServer server = new RMIConnectorServer(
                new JMXServiceURL("rmi", listener.host(), listener.port()),
                environment,
                exported,
                ManagementFactory.getPlatformMBeanServer());
        server.setMBeanServerForwarder(JmxGuard.of(guard));
        Closeable started = server::stop;
        try {
            server.start();
            registry.bind(NAME, exported.toStub());
            return server;
        } catch (AlreadyBoundException e) {
            try (started) {
                throw new IOException("something is bound already as " + NAME, e);
            }
        } catch (IOException | RuntimeException e) {
            try (started) {
                throw e;
            }
        }
    }

    private static SSLContext tls(JmxConfig config) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new OwnIdentity(Pem.privateKey(config.key()), Pem.certificates(config.certificate())).managers(),
                    null,
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be made of " + config.certificate(), e);
        }
    }

    /** What JMX's clients are given. */
    public String url() {
        return "service:jmx:rmi:///jndi/rmi://" + sockets.host.getHostAddress() + ":" + sockets.port + "/" + NAME;
    }

    @Override
    public void close() {
        try {
            try {
                server.stop();
            } finally {
                UnicastRemoteObject.unexportObject(registry, true);
            }
        } catch (NoSuchObjectException e) {
            LOGGER.debug("the registry was gone already");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On one address alone, with TLS that is not old. */
    private static final class Sockets implements RMIServerSocketFactory {
        private final InetAddress host;
        private final SSLContext tls;
        private volatile int port;

        Sockets(InetAddress host, SSLContext tls) {
            this.host = host;
            this.tls = tls;
        }

        @Override
        public ServerSocket createServerSocket(int wanted) throws IOException {
            SSLServerSocket socket =
                    (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(wanted, BACKLOG, host);
            socket.setEnabledProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
            port = socket.getLocalPort();
            return socket;
        }
    }
}
