package io.spicerack.camel;

import io.spicerack.audit.event.Outcome;
import java.util.Optional;

/** Tells how AWS answered from what Camel's components throw: this layer knows the SDK's exceptions by name only. */
@FunctionalInterface
public interface AwsFailures {
    /** Empty where it was not AWS that failed. */
    Optional<Outcome.Failure> outcome(Throwable failure);
}
