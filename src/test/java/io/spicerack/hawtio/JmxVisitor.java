package io.spicerack.hawtio;

import java.rmi.Remote;
import java.rmi.registry.LocateRegistry;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.Query;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** The JDK's client of JMX in a JVM of its own, which trusts whom the test says; tells on standard output what it got. */
@SuppressWarnings("BanJNDI") // the port that it visits is ours
final class JmxVisitor {
    private static final String PATIENTS = "io.spicerack:type=DataSet,name=patients";

    /** As the JDK's own agent needs it of its clients, too, where its registry speaks TLS. */
    private static final String REGISTRY = "com.sun.jndi.rmi.factory.socket";

    private static final SslRMIClientSocketFactory CLIENTS = new SslRMIClientSocketFactory();

    private interface Call {
        Object make() throws Exception;
    }

    private JmxVisitor() {}

    /** Url, a port, then names and secrets in turn. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        for (int i = 2; i < arguments.length; i += 2) {
            visit(url, arguments[i], arguments[i + 1]);
        }
        tell("nobody", "connect", () -> JMXConnectorFactory.connect(new JMXServiceURL(url), Map.of(REGISTRY, CLIENTS)));
        int port = Integer.parseInt(arguments[1]);
        tell("plain", "lookup", () -> LocateRegistry.getRegistry("127.0.0.1", port)
                .lookup("jmxrmi"));
        tell("impostor", "rebind", () -> {
            Remote stub = LocateRegistry.getRegistry("127.0.0.1", port, new SslRMIClientSocketFactory())
                    .lookup("jmxrmi");
            LocateRegistry.getRegistry("127.0.0.1", port, new SslRMIClientSocketFactory())
                    .rebind("jmxrmi", stub);
            return "took the place";
        });
        System.exit(0);
    }

    private static void visit(String url, String name, String secret) {
        Map<String, Object> as = Map.of(JMXConnector.CREDENTIALS, new String[] {name, secret}, REGISTRY, CLIENTS);
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url), as)) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName patients = new ObjectName(PATIENTS);
            ObjectName keys = new ObjectName("io.spicerack:type=Keys");
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            NotificationListener listener = (told, unused) -> heard.add(told.getMessage());
            tell(name, "rows", () -> beans.getAttribute(patients, "Rows"));
            tell(name, "listen", () -> {
                beans.addNotificationListener(new ObjectName("io.spicerack:type=Alerts"), listener, null, null);
                return "listens";
            });
            tell(
                    name,
                    "all",
                    () -> Arrays.stream(beans.getDomains()).toList().size() > 0
                            && beans.queryNames(null, null).stream()
                                    .noneMatch(bean -> bean.getDomain().startsWith("com.sun")));
            tell(name, "query", () -> beans.queryNames(null, Query.match(Query.attr("VmName"), Query.value("*"))));
            tell(
                    name,
                    "properties",
                    () -> beans.getAttribute(new ObjectName("java.lang:type=Runtime"), "SystemProperties"));
            tell(
                    name,
                    "dumpHeap",
                    () -> beans.invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpHeap",
                            new Object[] {"/tmp/never", true},
                            new String[] {"java.lang.String", "boolean"}));
            tell(name, "create", () -> beans.createMBean("javax.management.loading.MLet", new ObjectName("x:a=b")));
            tell(name, "refresh", () -> beans.invoke(patients, "refresh", null, null)
                    .toString()
                    .isEmpty());
            tell(
                    name,
                    "lockDown",
                    () -> beans.invoke(keys, "lockDown", new Object[] {"nosuch", "lockdown"}, new String[] {
                        "java.lang.String", "java.lang.String"
                    }));
            if (name.equals("otto")) {
                tell(name, "heard", () -> heard.poll(30, TimeUnit.SECONDS));
            }
        } catch (Exception e) {
            tell(name, "connect", () -> {
                throw e;
            });
        }
    }

    private static void tell(String who, String what, Call call) {
        String got;
        try {
            got = String.valueOf(call.make());
        } catch (Exception e) {
            got = e.getClass().getSimpleName() + ": "
                    + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        }
        System.out.println(who + " " + what + ": " + got);
    }
}
