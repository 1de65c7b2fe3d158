package io.spicerack.app;

import io.spicerack.aws.AwsConfig;
import io.spicerack.settings.Settings;
import java.util.Map;

/** Running servers of the kit that stand for AWS and the sources. One thread uses them. */
public interface EmbeddedServers extends AutoCloseable {
    /** The settings that they were started with, and what the running servers mean for Spicerack. */
    Settings settings();

    AwsConfig awsConfig();

    /** Where each of them listens, by its name, in the order to show them in. */
    Map<String, String> addresses();

    /** The environment variables that point AWS's clients at them, secrets included, in the order to show them in. */
    Map<String, String> variables();

    @Override
    void close();
}
