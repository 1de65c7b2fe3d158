package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.camel.PipelineFixture;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.model.Arn;
import io.spicerack.ops.Observers;
import io.spicerack.ops.OpsBeans;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever has JMX gets no secret and no generic operation of the engine: every MBean that is not the JDK's own is walked, each
 * attribute read and each operation called.
 */
@TakesLong
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryMBeanTest {
    private static final String PASSWORD = "correct-horse-1953";
    private static final Set<String> JDK = Set.of(
            "JMImplementation",
            "com.sun.management",
            "java.lang",
            "java.nio",
            "java.util.logging",
            "jdk.management.jfr");

    /** All that may be called, by domain and type. Whoever adds to it says what it lets a stranger do. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry(
                    "org.apache.camel:context",
                    Set.of(
                            "dumpRoutesAsXml()",
                            "dumpRoutesStatsAsXml(boolean,boolean)",
                            "routeIds()",
                            "startAllRoutes()")),
            Map.entry(
                    "org.apache.camel:routes",
                    Set.of(
                            "dumpRouteAsXml()",
                            "dumpRouteStatsAsXml(boolean,boolean)",
                            "dumpStatsAsXml(boolean)",
                            "start()",
                            "stop()")),
            Map.entry("org.apache.camel:consumers", Set.of()),
            Map.entry("org.apache.camel:threadpools", Set.of()),
            Map.entry("quartz:QuartzScheduler", Set.of("getTriggerState(java.lang.String,java.lang.String)")),
            Map.entry("io.spicerack:Ingestions", Set.of()),
            Map.entry(
                    "io.spicerack:Keys",
                    Set.of(
                            "foresee(java.lang.String)",
                            "lockDown(java.lang.String,java.lang.String)",
                            "unlock(java.lang.String)",
                            "drill()")),
            Map.entry("io.spicerack:Audit", Set.of()),
            Map.entry(
                    "io.spicerack:Logs",
                    Set.of("change(java.lang.String,java.lang.String,int)", "reset(java.lang.String)")),
            Map.entry("io.spicerack:Sources", Set.of()),
            Map.entry("io.spicerack:Alerts", Set.of()),
            Map.entry("io.spicerack:DataSet", Set.of("refresh()", "cancel()")));

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    /** What tests before this one left there, such as a Kafka client's: not what is walked. */
    private final Set<ObjectName> before = server.queryNames(null, null);

    private final PipelineFixture fixture;
    private final OpsBeans ops;
    private final Arn secret;

    EveryMBeanTest(@TempDir Path directory) {
        fixture = PipelineFixture.open(directory);
        secret = fixture.secret("hospital", PASSWORD);
        fixture.routes().shared().real("hospital-patients");
        fixture.property("hospital.schedule", "0 0 0 1 1 ?")
                .postgres("hospital-postgres", 1)
                .start();
        ops = OpsBeans.register(fixture.spice(), Clock.systemUTC(), Dawdler.NONE, new Observers().levels());
    }

    @AfterAll
    void close() {
        ops.close();
        fixture.close();
    }

    @Test
    void noOperationBeyondTheAllowListIsThereAndNoAttributeCanBeSet() throws Exception {
        Set<String> types = new TreeSet<>();
        for (ObjectName bean : beans()) {
            types.add(type(bean));
            assertThat(ALLOWED).as("%s has its place in the list", bean).containsKey(type(bean));
            Set<String> getters = Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                    .flatMap(attribute ->
                            Stream.of("get" + attribute.getName() + "()", "is" + attribute.getName() + "()"))
                    .collect(Collectors.toSet());
            assertThat(Arrays.stream(server.getMBeanInfo(bean).getOperations())
                            .map(EveryMBeanTest::signature)
                            .filter(operation -> !getters.contains(operation)))
                    .as("operations of %s", bean)
                    .isSubsetOf(ALLOWED.getOrDefault(type(bean), Set.of()));
            assertThat(server.getMBeanInfo(bean).getAttributes())
                    .as("attributes of %s", bean)
                    .noneMatch(MBeanAttributeInfo::isWritable);
        }
        assertThat(types).as("the walk sees them").containsAll(ALLOWED.keySet());
    }

    @Test
    void whatIsNotListedCannotBeCalledByItsNameEither() throws Exception {
        ObjectName context = server.queryNames(new ObjectName("org.apache.camel:type=context,*"), null)
                .iterator()
                .next();
        for (String name : List.of("requestBody", "sendBody", "requestStringBody", "sendStringBody")) {
            assertThatThrownBy(() -> server.invoke(
                            context, name, new Object[] {"direct:credentials", secret.toString()}, new String[] {
                                "java.lang.String", "java.lang.Object"
                            }))
                    .isInstanceOf(JMException.class)
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(PASSWORD));
        }
        assertThatThrownBy(() -> server.setAttribute(context, new javax.management.Attribute("Tracing", true)))
                .isInstanceOf(JMException.class);
    }

    @Test
    void nothingThatCanBeReadOrCalledHoldsAPlantedSecret() throws Exception {
        List<String> seen = new ArrayList<>();
        for (ObjectName bean : beans()) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                seen.add(attempt(() -> server.getAttribute(bean, attribute.getName())));
            }
            for (MBeanOperationInfo operation : server.getMBeanInfo(bean).getOperations()) {
                if (!Set.of("stop", "start", "startAllRoutes").contains(operation.getName())) {
                    seen.add(attempt(() -> server.invoke(
                            bean, operation.getName(), arguments(operation.getSignature()), types(operation))));
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(200).anyMatch(text -> text.contains("spice:fetch"));
        assertThat(seen).noneMatch(text -> text.contains(PASSWORD));
    }

    /** A new attribute of the engine is looked at by somebody before it is in the list. */
    @Test
    void hawtiosListNamesWhatIsThereAndNothingElse() throws Exception {
        Map<String, Set<String>> there = new TreeMap<>();
        for (ObjectName bean : beans()) {
            Set<String> members = there.computeIfAbsent(type(bean), type -> new TreeSet<>());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(bean).getAttributes()) {
                members.add(attribute.getName());
                if (attribute.getName().equals("UpdateRouteEnabled")) {
                    // which Hawtio calls by its getter
                    members.add("isUpdateRouteEnabled");
                }
            }
            ALLOWED.getOrDefault(type(bean), Set.of())
                    .forEach(operation -> members.add(operation.replaceAll("\\(.*", "")));
        }
        Map<String, Set<String>> listed = new TreeMap<>();
        String type = "";
        for (String line : Files.readAllLines(Path.of("src/main/resources/io/spicerack/hawtio/allowed-beans.txt"))) {
            List<String> words = List.of(line.strip().split(" +", -1));
            if (words.get(0).equals("bean")) {
                type = words.get(1).replace("type=", "").replace(",*", "");
            } else if (!line.startsWith("#")) {
                listed.computeIfAbsent(type, unused -> new TreeSet<>()).addAll(words.subList(1, words.size()));
            }
        }
        listed.keySet().removeIf(bean -> JDK.contains(bean.substring(0, bean.indexOf(':'))));
        // objects of the engine, whose insides nobody has looked at
        there.values().forEach(members -> members.removeAll(Set.of("GlobalOptions", "RouteProperties", "LastError")));
        assertThat(listed).isEqualTo(there);
    }

    private interface Call {
        Object make() throws JMException;
    }

    private static String attempt(Call call) {
        try {
            return String.valueOf(call.make());
        } catch (JMException | RuntimeMBeanException e) {
            return e + " " + e.getCause();
        }
    }

    private Object[] arguments(MBeanParameterInfo[] parameters) {
        return Arrays.stream(parameters)
                .map(parameter -> parameter.getType().equals("boolean") ? (Object) true : secret.toString())
                .toArray();
    }

    private static String[] types(MBeanOperationInfo operation) {
        return Arrays.stream(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
    }

    private static String signature(MBeanOperationInfo operation) {
        return Stream.of(types(operation)).collect(Collectors.joining(",", operation.getName() + "(", ")"));
    }

    private Set<ObjectName> beans() {
        return server.queryNames(null, null).stream()
                .filter(bean -> !before.contains(bean) && !JDK.contains(bean.getDomain()))
                .collect(Collectors.toSet());
    }

    private static String type(ObjectName bean) {
        return bean.getDomain() + ":" + bean.getKeyProperty("type");
    }
}
