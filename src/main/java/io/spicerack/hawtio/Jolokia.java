package io.spicerack.hawtio;

import io.spicerack.login.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jolokia.core.api.LogHandler;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jolokia's core over this JVM's MBeans, behind {@link JolokiaPolicy}: no agent of its own, no port, no services but the two
 * that it needs. Thread-safe.
 */
final class Jolokia implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Jolokia.class);
    private static final String MOST_ITEMS = "50000";

    private final JolokiaPolicy policy;
    private final JolokiaServiceManager services;
    private final JolokiaContext context;

    Jolokia(AllowedBeans allowed) {
        policy = new JolokiaPolicy(allowed);
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(
                new StaticConfiguration(
                        ConfigKey.AGENT_ID, "spicerack",
                        ConfigKey.AGENT_TYPE, "spicerack",
                        ConfigKey.DISABLE_DETECTORS, "true",
                        ConfigKey.ALLOW_ERROR_DETAILS, "false",
                        ConfigKey.DEBUG, "false",
                        ConfigKey.MAX_COLLECTION_SIZE, MOST_ITEMS,
                        ConfigKey.MAX_OBJECTS, MOST_ITEMS),
                new Log(),
                policy);
        services.addService(new LocalRequestHandler(100));
        services.addService(new JolokiaSerializer());
        context = services.start();
        withoutItsOwnBeans();
    }

    /** They would turn on a store of what was asked and answered. */
    private static void withoutItsOwnBeans() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (ObjectName name : server.queryNames(new ObjectName("jolokia:*"), null)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            throw new IllegalStateException("Jolokia's own MBeans cannot be taken away", e);
        }
    }

    /** The answer to what {@link JolokiaQuestions} has read, as JSON. */
    String answer(byte[] questions, Role role) {
        return policy.as(role, () -> {
            try {
                // one for each: what it keeps of a request is not for two threads
                return new HttpRequestHandler(context)
                        .handlePostRequest("", new ByteArrayInputStream(questions), "UTF-8", Map.of())
                        .toJSONString();
            } catch (BadRequestException e) {
                throw new IllegalArgumentException(e.getMessage());
            } catch (EmptyResponseException e) {
                throw new IllegalStateException("nobody can subscribe", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        services.stop();
    }

    /** What Jolokia logs of its own. */
    private static final class Log implements LogHandler {
        @Override
        public void debug(String message) {
            LOGGER.debug(message);
        }

        @Override
        public void info(String message) {
            LOGGER.debug(message);
        }

        @Override
        public void error(String message, Throwable failure) {
            LOGGER.atWarn().addKeyValue("reason", message).log("Jolokia failed");
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
