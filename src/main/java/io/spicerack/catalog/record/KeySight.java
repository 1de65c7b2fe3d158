package io.spicerack.catalog.record;

import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.Optional;

/**
 * How a key is.
 *
 * @param silence why its provider does not say so at the moment; empty while it does
 */
public record KeySight(KeyReference key, KeyState state, Optional<String> silence) {}
