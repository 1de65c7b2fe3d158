package io.spicerack.camel;

import io.spicerack.core.queue.RouteFiles;
import io.spicerack.model.DataSetId;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.DeclaredRoute;
import io.spicerack.routes.RouteDifference;
import io.spicerack.routes.RouteMeaning;
import io.spicerack.routes.RouteText;
import io.spicerack.routes.ServedFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file as it runs, on its way to what is wanted of it. What its edit leaves as it is goes on running: a query that is changed
 * touches no trigger. What goes is let come to rest first, and only then does what comes take its place. One thread.
 */
final class DeployedFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeployedFile.class);

    /** Nobody has been told anything of it yet. */
    private static final String NEVER = "never";

    private final String file;
    private final FileRoutes routes;
    private final RouteFiles files;
    private final RouteDifference differences;
    private final Map<String, DeclaredRoute> up = new LinkedHashMap<>();
    private Optional<CheckedFile> runs = Optional.empty();
    private Optional<CheckedFile> wanted = Optional.empty();
    private Optional<CheckedFile> refused = Optional.empty();
    private String told = NEVER;
    private boolean settled = true;

    /** @param differences for people who ask what does not run yet */
    DeployedFile(String file, FileRoutes routes, RouteFiles files, RouteDifference differences) {
        this.file = file;
        this.routes = routes;
        this.files = files;
        this.differences = differences;
    }

    String file() {
        return file;
    }

    /** From now on it is on its way there; empty where the file is gone. */
    void want(Optional<ServedFile> served) {
        Optional<CheckedFile> target = served.flatMap(ServedFile::served);
        Optional<CheckedFile> not = served.filter(each -> !each.live()).map(ServedFile::now);
        // of many files most are as they were
        settled = settled
                && !told.equals(NEVER)
                && same(target, wanted, CheckedFile::text)
                && same(not, refused, CheckedFile::text)
                && same(not, refused, CheckedFile::why);
        wanted = target;
        refused = not;
    }

    private static <T> boolean same(
            Optional<CheckedFile> one, Optional<CheckedFile> other, Function<CheckedFile, T> what) {
        return one.map(what).equals(other.map(what));
    }

    /** Whether it is what is wanted of it. */
    boolean settled() {
        return settled;
    }

    /** Whether there is no such file any more, and nothing of it runs. */
    boolean gone() {
        return settled && wanted.isEmpty() && refused.isEmpty() && up.isEmpty();
    }

    /** What runs of it. */
    Collection<DeclaredRoute> up() {
        return up.values();
    }

    /** What is still to come. */
    List<DeclaredRoute> coming() {
        return wanted.stream()
                .flatMap(target -> target.routes().stream())
                .filter(route -> !up.containsKey(route.id()))
                .toList();
    }

    /** The version that runs, if one does. */
    Optional<RouteText> running() {
        return runs.map(CheckedFile::text);
    }

    /** Takes away what goes; false where that has to wait for a refresh in flight. */
    boolean clear() {
        Set<String> stays = new TreeSet<>();
        wanted.ifPresent(target -> target.routes().forEach(route -> stays.add(RouteMeaning.of(route))));
        List<DeclaredRoute> goes = up.values().stream()
                .filter(route -> !stays.contains(RouteMeaning.of(route)))
                .toList();
        routes.resume(
                up.values().stream().filter(route -> !goes.contains(route)).toList());
        if (!routes.rest(goes)) {
            told = "";
            differs(runs, wanted);
            files.draining(
                    file,
                    dataSets(runs),
                    "a refresh in flight ends under the version before; then "
                            + (wanted.isPresent() ? "the edit takes its place" : "the file's routes end"));
            return false;
        }
        for (DeclaredRoute route : goes) {
            routes.stop(route);
            up.remove(route.id());
        }
        return true;
    }

    /** Starts what comes; the version before again where that fails. */
    void start() {
        List<DeclaredRoute> comes = coming();
        String why = routes.start(file, comes);
        if (why.isEmpty()) {
            comes.forEach(route -> up.put(route.id(), route));
            refused.ifPresent(now -> refuse(now, now.why(), wanted.isPresent()));
            if (refused.isEmpty() && wanted.isPresent()) {
                told = "";
                files.live(file, dataSets(wanted));
            }
        } else {
            rollBack(wanted.orElseThrow(), why);
        }
        withdrawOthers();
        if (wanted.isEmpty() && refused.isEmpty()) {
            files.removed(file);
        }
        runs = wanted;
        settled = true;
    }

    private void rollBack(CheckedFile failed, String why) {
        wanted = runs;
        refused = Optional.of(failed);
        List<DeclaredRoute> back = coming();
        String again = routes.start(file, back);
        if (again.isEmpty()) {
            back.forEach(route -> up.put(route.id(), route));
        } else {
            LOGGER.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", again)
                    .log("the version of a route file that ran before could not be started again");
        }
        refuse(failed, why, again.isEmpty() && wanted.isPresent());
    }

    /** A data set that no route of it takes any more. */
    private void withdrawOthers() {
        List<DataSetId> still = up.values().stream()
                .flatMap(route -> route.dataSet().stream())
                .map(DataSetId::new)
                .toList();
        dataSets(runs).stream().filter(id -> !still.contains(id)).forEach(id -> files.withdraw(id, file));
    }

    private void refuse(CheckedFile now, String why, boolean serves) {
        String tells = why + serves;
        if (tells.equals(told)) {
            return;
        }
        told = tells;
        differs(wanted, Optional.of(now));
        List<DataSetId> dataSets = dataSets(Optional.of(now));
        LOGGER.atError()
                .addKeyValue("file", file)
                .addKeyValue("dataSets", dataSets)
                .addKeyValue("reason", why)
                .log(
                        serves
                                ? "a route file is refused: its last good version goes on; mend it, and try it with spicerack"
                                        + " routes check"
                                : "a route file is refused: its data sets are not refreshed, and their versions serve on; mend"
                                        + " it, and try it with spicerack routes check");
        files.refused(file, dataSets, why, serves);
    }

    private void differs(Optional<CheckedFile> runsNow, Optional<CheckedFile> comes) {
        files.differs(file, () -> differences.ofServed(runsNow, comes));
    }

    /** Of what runs or is to run, for whoever is told. */
    List<DataSetId> dataSets() {
        Set<String> ids = new TreeSet<>();
        runs.ifPresent(version -> ids.addAll(version.dataSets()));
        wanted.ifPresent(version -> ids.addAll(version.dataSets()));
        return ids.stream().map(DataSetId::new).toList();
    }

    private static List<DataSetId> dataSets(Optional<CheckedFile> version) {
        return version.stream()
                .flatMap(checked -> checked.dataSets().stream())
                .map(DataSetId::new)
                .toList();
    }
}
