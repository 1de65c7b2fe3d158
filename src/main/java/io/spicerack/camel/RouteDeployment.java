package io.spicerack.camel;

import io.spicerack.core.account.DataSets;
import io.spicerack.core.queue.RouteFiles;
import io.spicerack.model.DataSetId;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.RouteDifference;
import io.spicerack.routes.RouteText;
import io.spicerack.routes.ServedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings what runs to what the files say, each file at its own pace: one whose refresh is in flight waits for it, and no other
 * does. First all that can go goes, then comes what finds its names free, so that data sets may change their files. One thread.
 */
final class RouteDeployment {
    private final Path directory;
    private final FileRoutes routes;
    private final RouteFiles files;
    private final LastGoodRoutes lastGood;
    private final DataSets dataSets;
    private final RouteDifference differences = new RouteDifference(Clock.systemUTC(), Optional.empty());
    private final Map<String, DeployedFile> deployed = new TreeMap<>();
    /** What runs and is not on record yet, with what is kept of it then. */
    private final Map<RouteFiles.Change, Runnable> untold = new LinkedHashMap<>();

    /** @param directory of the files */
    RouteDeployment(Path directory, FileRoutes routes, RouteFiles files, LastGoodRoutes lastGood, DataSets dataSets) {
        this.directory = directory;
        this.routes = routes;
        this.files = files;
        this.lastGood = lastGood;
        this.dataSets = dataSets;
    }

    /** What all files are to be from now on; those that are not among them are gone. */
    void want(List<ServedFile> served) {
        Map<String, ServedFile> wanted = new LinkedHashMap<>();
        served.forEach(file -> wanted.put(file.file(), file));
        Set<String> known = new TreeSet<>(deployed.keySet());
        known.addAll(lastGood.all().keySet());
        known.addAll(wanted.keySet());
        for (String file : known) {
            deployed.computeIfAbsent(file, name -> new DeployedFile(name, routes, files, differences))
                    .want(Optional.ofNullable(wanted.get(file)));
        }
    }

    /** Goes as far as it can go now; whether anything has changed. */
    boolean advance() {
        boolean told = tell();
        List<DeployedFile> cleared = new ArrayList<>();
        for (DeployedFile file : List.copyOf(deployed.values())) {
            if (!file.settled() && file.clear()) {
                cleared.add(file);
            }
        }
        if (cleared.isEmpty()) {
            return told;
        }
        Map<String, String> taken = new HashMap<>();
        deployed.values().forEach(file -> taken(file, taken));
        List<DeployedFile> free =
                cleared.stream().filter(file -> free(file, taken)).toList();
        dataSets.declare(declared(free));
        try {
            if (free.size() > 1) {
                routes.startTogether(
                        free.stream().flatMap(file -> file.coming().stream()).toList());
            }
            for (DeployedFile file : free) {
                // one that came a moment ago may have taken a name
                if (free(file, taken)) {
                    file.start();
                    taken(file, taken);
                    ran(file);
                }
            }
        } finally {
            routes.apart();
        }
        return tell() || told || !free.isEmpty();
    }

    /**
     * On record first: what is kept is not told of again. Where the trail cannot be written nothing is kept, nothing else goes
     * live, and it is tried again. Whether there was anything to tell.
     */
    private boolean tell() {
        if (untold.isEmpty()) {
            return false;
        }
        files.changed(List.copyOf(untold.keySet()));
        // one that cannot be kept is told again with those behind it, and kept then
        for (Iterator<Runnable> keeps = untold.values().iterator(); keeps.hasNext(); ) {
            keeps.next().run();
            keeps.remove();
        }
        return true;
    }

    private static void taken(DeployedFile file, Map<String, String> taken) {
        file.up().forEach(route -> names(route).forEach(name -> taken.put(name, file.file())));
    }

    /** Whether no other file still runs what this one is about to. */
    private static boolean free(DeployedFile file, Map<String, String> taken) {
        return file.coming().stream()
                .flatMap(route -> names(route).stream())
                .allMatch(name -> taken.getOrDefault(name, file.file()).equals(file.file()));
    }

    /** All at once, since each by itself would be a transaction; its route does it again, and finds it done. */
    private static Map<DataSetId, String> declared(List<DeployedFile> files) {
        Map<DataSetId, String> declared = new TreeMap<>();
        files.forEach(file -> file.coming().forEach(route -> route.dataSet()
                .ifPresent(id -> declared.put(
                        new DataSetId(id),
                        route.place().file() + ":" + route.place().line()))));
        return declared;
    }

    private static List<String> names(DeclaredRoute route) {
        List<String> names = new ArrayList<>(List.of("route " + route.id()));
        route.dataSet().ifPresent(id -> names.add("data set " + id));
        if (route.from().scheme().equals("quartz")) {
            names.add("trigger " + route.from().path());
        }
        return names;
    }

    /** Remembers what is to go on record, and to be kept, where what runs is not what ran before. */
    private void ran(DeployedFile file) {
        Optional<RouteText> before = Optional.ofNullable(lastGood.all().get(file.file()));
        Optional<RouteText> now = file.running();
        now.ifPresent(text -> files.runs(new RouteFiles.Running(text.file(), text.text(), text.queries())));
        boolean gone = now.isEmpty() && file.gone();
        if (gone) {
            deployed.remove(file.file());
        }
        if (now.equals(before) || (now.isEmpty() && !gone)) {
            return;
        }
        untold.put(
                new RouteFiles.Change(
                        file.file(),
                        owner(file.file()),
                        before.map(RouteText::digests).orElse(Map.of()),
                        now.map(RouteText::digests).orElse(Map.of()),
                        file.dataSets()),
                () -> now.ifPresentOrElse(lastGood::keep, () -> lastGood.forget(file.file())));
    }

    /** Of the file, as far as the machine knows who wrote it. */
    private String owner(String file) {
        try {
            return Files.getOwner(directory.resolve(Path.of(file).getFileName()))
                    .getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
