package io.spicerack.hawtio;

import io.spicerack.http.Listener;
import java.nio.file.Path;

/**
 * Where JMX is served over the network, and what it proves itself with.
 *
 * @param certificate file of PEM: the own certificate, then those that signed it
 * @param key file of PEM: its private key, in PKCS #8
 */
public record JmxConfig(Listener listener, Path certificate, Path key) {}
