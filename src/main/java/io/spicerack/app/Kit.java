package io.spicerack.app;

import io.spicerack.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What a laptop needs and a production installation does not: servers of its own for {@code run --embedded}, and commands
 * that show the whole job on them. It is in a jar of its own with libraries of its own, and found here when that jar is on
 * the class path; nothing of the product names a class of it.
 */
public interface Kit {
    /** Starts the servers; {@link KitException} says in words why one does not start. The caller closes them. */
    EmbeddedServers start(Settings settings, Clock clock) throws IOException;

    /** Objects with picocli's annotations, which join the command line before its own commands. */
    List<Object> commands();

    /** The kit on the class path, if it is there. */
    static Optional<Kit> find() {
        return ServiceLoader.load(Kit.class).findFirst();
    }
}
