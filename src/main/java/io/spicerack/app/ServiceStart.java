package io.spicerack.app;

import java.util.function.BooleanSupplier;

/**
 * How a service is started.
 *
 * @param adopt whether its data directory is a copy of another one, whose place it takes
 * @param stopping whether it is to be stopped while it waits for its turn
 */
record ServiceStart(boolean adopt, BooleanSupplier stopping) {
    static final ServiceStart PLAIN = new ServiceStart(false, () -> false);
}
