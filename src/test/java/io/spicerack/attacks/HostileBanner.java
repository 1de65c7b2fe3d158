package io.spicerack.attacks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Greets whoever comes as another service would, and hangs up. */
final class HostileBanner extends HostileServer {
    private final byte[] banner;

    /** @param banner one byte a character */
    HostileBanner(String banner) throws IOException {
        this.banner = banner.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        out.write(banner);
        out.flush();
    }
}
