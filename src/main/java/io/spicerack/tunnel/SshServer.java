package io.spicerack.tunnel;

import java.util.regex.Pattern;

/**
 * An SSH server that carries connections on. Immutable.
 *
 * @param hostKey the SHA-256 fingerprint of its key, as {@code ssh-keygen -l} prints it; no other is spoken to
 */
public record SshServer(String host, int port, String user, String hostKey) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern KEY = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public SshServer {
        check("host", host, HOST, "a host name or an IP address");
        check("user", user, USER, "1 to 64 letters, digits, or any of . _ @ -");
        check("host key", hostKey, KEY, "SHA256: and 43 letters, as `ssh-keygen -lf` prints it of the server's key");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("SSH port " + port + " is not within 1 to 65535");
        }
    }

    private static void check(String what, String given, Pattern allowed, String shape) {
        if (!allowed.matcher(given).matches()) {
            throw new IllegalArgumentException("SSH " + what + " '" + given + "' is not " + shape);
        }
    }

    /** What messages call it. */
    public String place() {
        return "ssh " + user + "@" + host + ":" + port;
    }
}
