package io.spicerack.app;

import io.spicerack.core.sources.Databases;
import io.spicerack.routes.CheckedFile;
import io.spicerack.routes.Placeholders;
import io.spicerack.routes.RouteCheck;
import io.spicerack.routes.RouteFolder;
import io.spicerack.routes.RouteText;
import io.spicerack.routes.Surroundings;
import io.spicerack.routes.SystemRoutes;
import io.spicerack.settings.Property;
import io.spicerack.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The check of route files by what stands on disk beside them, without a running service. One thread. */
final class LocalRouteCheck {
    private final Path routes;
    private final RouteCheck check;

    private LocalRouteCheck(Path routes, RouteCheck check) {
        this.routes = routes;
        this.check = check;
    }

    static LocalRouteCheck of(Path home) {
        Settings settings =
                Settings.read(home.resolve("config").resolve("application.properties"), System.getenv(), Map.of());
        Path routes = home.resolve("routes");
        Surroundings around = new Surroundings(
                Placeholders.allowed(settings.text(Property.ROUTES_PLACEHOLDERS), settings.all()),
                Optional.of(dataSources(settings, home)),
                Set.of(),
                SystemRoutes.read(RouteFolder.system(routes)),
                Set.of(),
                !settings.text(Property.RECONCILE).equals("off"));
        return new LocalRouteCheck(routes, new RouteCheck(settings.routesAllowed(), around));
    }

    /** These files together with all of the folder; all of them where none is named. */
    List<CheckedFile> check(List<Path> files) {
        List<RouteText> texts = new ArrayList<>(RouteFolder.engineers(routes));
        Set<String> told = new HashSet<>();
        for (Path file : files) {
            told.add(add(texts, file));
        }
        return check.check(texts).stream()
                .filter(file -> told.isEmpty() || told.contains(file.file()))
                .toList();
    }

    /** These texts and no others. */
    List<CheckedFile> alone(List<RouteText> texts) {
        return check.check(texts);
    }

    /** A file that is yet to be written, together with all of the folder. */
    CheckedFile check(RouteText fresh) {
        List<RouteText> texts = new ArrayList<>(RouteFolder.engineers(routes));
        texts.add(fresh);
        return check.check(texts).stream()
                .filter(file -> file.text().equals(fresh))
                .findFirst()
                .orElseThrow();
    }

    /** Its name among the texts; one from elsewhere is added, or takes the place of the one with its name. */
    private String add(List<RouteText> texts, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        RouteText read = RouteFolder.file(file);
        boolean known = file.toAbsolutePath().normalize().startsWith(routes);
        String name = known ? read.file() : file.toString();
        texts.removeIf(text -> text.file().equals(name));
        texts.add(new RouteText(name, read.text(), read.queries(), read.unreadable()));
        return name;
    }

    private static Set<String> dataSources(Settings settings, Path home) {
        return new CatalogFiles(settings.all(), Databases.SERVED)
                .read(home.resolve("config").resolve("catalog")).stream()
                        .map(declared -> declared.definition().id().value())
                        .collect(Collectors.toSet());
    }
}
