package io.spicerack.hawtio;

import io.spicerack.login.Login;
import io.spicerack.login.Session;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.security.Principal;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.security.auth.Subject;

/** Lets JMX's clients in as the page lets people in. Thread-safe. */
final class JmxLogin implements JMXAuthenticator {
    /** Who a connection is of, as its calls find it. */
    record Connected(Session session, String peer) implements Principal {
        @Override
        public String getName() {
            return session.operator();
        }
    }

    private final Login login;

    JmxLogin(Login login) {
        this.login = login;
    }

    @Override
    public Subject authenticate(Object credentials) {
        String peer = peer();
        if (credentials instanceof String[] given
                && given.length == 2
                && given[0] != null
                && given[1] != null
                && Login.NAME.matcher(given[0]).matches()) {
            return login.aside(given[0], given[1], "jmx", peer)
                    .map(session -> new Subject(true, Set.of(new Connected(session, peer)), Set.of(), Set.of()))
                    .orElseThrow(JmxLogin::refused);
        }
        login.refused("jmx", "NoToken", peer);
        throw refused();
    }

    private static SecurityException refused() {
        return new SecurityException("the name and its secret do not open this port");
    }

    private static String peer() {
        try {
            return RemoteServer.getClientHost();
        } catch (ServerNotActiveException e) {
            return "unknown";
        }
    }
}
