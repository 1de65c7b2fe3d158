package io.spicerack.hawtio;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** From where Hawtio is served. */
public enum HawtioAccess {
    /** To this machine alone, whatever the port listens on. */
    LOOPBACK,
    /** To whoever reaches the port. */
    EVERYWHERE,
    /** To nobody. */
    OFF;

    /** {@code IllegalArgumentException} where it is none. */
    public static HawtioAccess parse(String text) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of " + words()));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(HawtioAccess::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param peer the IP address that a request came from */
    boolean allows(String peer) {
        return switch (this) {
            case OFF -> false;
            case EVERYWHERE -> true;
            case LOOPBACK -> isLoopback(peer);
        };
    }

    private static boolean isLoopback(String peer) {
        try {
            // a literal: no name is looked up
            return InetAddress.getByName(peer).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
