package io.spicerack.core.keys;

import io.spicerack.model.KeyReference;

/** What was rewrapped: from which key to which. */
public record KeyChange(KeyReference from, KeyReference to) {}
