package io.spicerack.source.mysql;

import io.spicerack.tls.HandedTrust;
import io.spicerack.tls.ServerCheck;
import io.spicerack.tls.ServerTrust;
import io.spicerack.wire.WatchedTlsSocket;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * How MariaDB Connector/J checks a server's certificate: by our trust instead of its own, which would tell a self-signed
 * server the password's hash first. The driver makes it (META-INF/services). Stateless.
 */
public final class MySqlTls implements TlsSocketPlugin {
    static final String TYPE = "spicerack";

    /** The driver hands on options that it does not know. */
    static final String TRUST = "spicerackTrust";

    private static ServerTrust trust(Configuration configuration) {
        return HandedTrust.taken(configuration.nonMappedOptions().getProperty(TRUST, ""));
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress host) {
        return new TrustManager[] {new ServerCheck(trust(configuration))};
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) {
        return trust(configuration).keyManagers();
    }

    @Override
    public SSLSocket createSocket(Socket below, SSLSocketFactory factory) throws IOException {
        return WatchedTlsSocket.over(below, TlsSocketPlugin.super.createSocket(below, factory));
    }

    /** The name was checked with the certificate. */
    @Override
    public void verify(String host, SSLSession session, long serverThread) {}
}
