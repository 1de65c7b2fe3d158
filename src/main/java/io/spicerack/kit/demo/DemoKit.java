package io.spicerack.kit.demo;

import io.spicerack.app.EmbeddedServers;
import io.spicerack.app.Kit;
import io.spicerack.kit.embedded.HospitalServers;
import io.spicerack.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** What the program finds of the kit: the hospital's servers and the demo. Named in META-INF/services. Thread-safe. */
public final class DemoKit implements Kit {
    @Override
    public EmbeddedServers start(Settings settings, Clock clock) throws IOException {
        return HospitalServers.start(settings, clock);
    }

    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand());
    }
}
