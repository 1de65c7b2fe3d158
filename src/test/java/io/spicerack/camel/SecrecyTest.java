package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.LogLines;
import io.spicerack.WithServers;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.kit.database.TestDatabases;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither a password nor a row gets into logs, exchanges or what JMX shows. */
@WithServers
class SecrecyTest {
    private static final String WRONG_PASSWORD = "wrong-horse-9731";
    private static final String VALUE = "a-value-of-a-patient-4711";

    @Test
    void noLogLineExchangeOrDumpHoldsAPasswordOrARow(@TempDir Path directory) throws Exception {
        TestDatabase database = TestDatabases.postgres().newDatabase();
        database.execute("CREATE TABLE people AS SELECT 1 AS id, '" + VALUE + "' AS name");
        Looker looker = new Looker();
        try (PipelineFixture fixture =
                        PipelineFixture.open(directory).bean("looker", looker).postgres("db", database);
                LogLines log = LogLines.at(Map.of("io.spicerack", Level.TRACE, "org.apache.camel", Level.DEBUG))) {
            String look = "- bean: {ref: looker, method: look}\n";
            fixture.routes()
                    .shared()
                    .asOperator()
                    .dataSet(
                            "people",
                            TestRoutes.body("SELECT id, name FROM people")
                                    + look
                                    + TestRoutes.extract("db")
                                    + look
                                    + TestRoutes.SEAL
                                    + look
                                    + TestRoutes.RECONCILE
                                    + look
                                    + TestRoutes.PUBLISH
                                    + look)
                    .query("failing", "db", "SELECT name::integer AS n FROM people");
            fixture.start();
            fixture.probe().published("people");
            fixture.probe().failure("failing");
            fixture.secret("db", WRONG_PASSWORD);
            fixture.probe().failure("people");

            assertThat(looker.seen).hasSizeGreaterThanOrEqualTo(5);
            assertSecret(looker.seen);
            assertThat(log.lines()).anyMatch(line -> line.contains("Password") || line.contains("password"));
            assertSecret(log.lines());
            assertSecret(dumps());
        }
    }

    private static void assertSecret(Iterable<String> texts) {
        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text)
                .doesNotContain(TestDatabases.PASSWORD, WRONG_PASSWORD, VALUE));
    }

    private static List<String> dumps() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName context = server.queryNames(new ObjectName("org.apache.camel:type=context,*"), null).stream()
                .findFirst()
                .orElseThrow();
        return List.of(String.valueOf(server.invoke(context, "dumpRoutesAsXml", new Object[0], new String[0])));
    }

    /** Writes down all that a step, a tracer or a debugger can see of an exchange. */
    public static final class Looker {
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        public void look(Exchange exchange) {
            seen.add(exchange + " " + exchange.getAllProperties() + " "
                    + exchange.getMessage().getHeaders() + " "
                    + exchange.getMessage().getBody());
        }
    }
}
