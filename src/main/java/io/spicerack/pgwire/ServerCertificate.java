package io.spicerack.pgwire;

import java.nio.file.Path;

/**
 * What the door proves itself with: files of PEM, read when it opens.
 *
 * @param chain the server's certificate first, then those that signed it
 */
public record ServerCertificate(Path chain, Path key) {}
