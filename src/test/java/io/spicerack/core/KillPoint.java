package io.spicerack.core;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.EventRequestManager;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.SigningKeyFile;
import io.spicerack.aws.AwsKeyService;
import io.spicerack.catalog.Catalog;
import io.spicerack.store.VersionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Stops a second process, through Java's debugger interface, just before each of its writes of state, which is just after the
 * one before: catalog transactions, calls of KMS, files of the trail, the signing key and sealed versions. No hook is needed
 * in what is tested.
 */
final class KillPoint {
    private static final Map<String, Set<String>> WRITES = Map.of(
            Catalog.class.getName(), Set.of("write"),
            AwsKeyService.class.getName(),
                    Set.of("generateDataKey", "decryptBytes", "encrypt", "createGrant", "retireGrant", "describe"),
            LogBucket.class.getName(), Set.of("put"),
            SigningKeyFile.class.getName(), Set.of("rotate"),
            VersionStore.class.getName(), Set.of("delete"));

    private KillPoint() {}

    /**
     * Runs the process and kills it at one point; 0 or a number beyond the last lets it run to its end.
     *
     * @return the points that it came to, in order
     */
    static List<String> run(Class<?> main, List<String> options, List<String> arguments, int killAt) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> launch = connector.defaultArguments();
        Objects.requireNonNull(launch.get("options")).setValue(quoted(options));
        Objects.requireNonNull(launch.get("main")).setValue(main.getName() + " " + quoted(arguments));
        VirtualMachine machine = connector.launch(launch);
        Process process = machine.process();
        drain(process.getInputStream(), OutputStream.nullOutputStream());
        drain(process.getErrorStream(), System.err);
        try {
            watch(machine.eventRequestManager());
            return follow(machine, process, killAt);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static List<String> follow(VirtualMachine machine, Process process, int killAt) throws Exception {
        List<String> points = new ArrayList<>();
        try {
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent loaded) {
                        breakAtWrites(loaded.referenceType());
                    } else if (event instanceof BreakpointEvent reached) {
                        points.add(name(reached.location().method()));
                        if (points.size() == killAt) {
                            // the thread stands still just there
                            process.destroyForcibly();
                            return points;
                        }
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            process.waitFor();
            if (process.exitValue() != 0) {
                throw new IllegalStateException("the process ended with status " + process.exitValue(), e);
            }
            return points;
        }
    }

    private static void watch(EventRequestManager requests) {
        for (String watched : WRITES.keySet()) {
            ClassPrepareRequest loaded = requests.createClassPrepareRequest();
            loaded.addClassFilter(watched);
            loaded.enable();
        }
    }

    private static void breakAtWrites(ReferenceType type) {
        for (Method method : type.methods()) {
            if (WRITES.getOrDefault(type.name(), Set.of()).contains(method.name())) {
                BreakpointRequest request =
                        type.virtualMachine().eventRequestManager().createBreakpointRequest(method.location());
                request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                request.enable();
            }
        }
    }

    private static String name(Method method) {
        String type = method.declaringType().name();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.name();
    }

    private static String quoted(List<String> words) {
        return String.join(" ", words.stream().map(word -> '"' + word + '"').toList());
    }

    private static void drain(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
