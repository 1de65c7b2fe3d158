package io.spicerack.settings;

import io.spicerack.catalog.DirectoryClaim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the data are, for the service and for the commands that look for it alike. Stateless. */
public final class DataDirectory {
    private DataDirectory() {}

    /**
     * What {@code spicerack.data-directory} says, from the installation. Empty is {@code data} in a source checkout, and
     * beside an installation {@code spicerack-data}: what unpacks the next version does not touch it. One that holds its data
     * in {@code data} from before keeps them there.
     */
    public static Path of(String said, Path home) {
        if (!said.isEmpty()) {
            return home.resolve(said).toAbsolutePath().normalize();
        }
        Path inside = home.resolve("data").toAbsolutePath().normalize();
        boolean stays = Files.exists(home.resolve("pom.xml"))
                || Files.exists(inside.resolve("catalog").resolve("catalog.db"))
                || Files.exists(inside.resolve("catalog").resolve(DirectoryClaim.NAME));
        return stays
                ? inside
                : Optional.ofNullable(inside.getParent())
                        .map(Path::getParent)
                        .map(parent -> parent.resolve("spicerack-data"))
                        .orElse(inside);
    }
}
