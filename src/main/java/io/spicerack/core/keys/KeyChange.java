package io.spicerack.core.keys;

import io.spicerack.model.Arn;

/** What was rewrapped: from which key to which. */
public record KeyChange(Arn from, Arn to) {}
