package io.spicerack.camel;

import io.spicerack.core.queue.KeptRouteFiles;
import io.spicerack.routes.RouteText;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last good version of each file, also after a restart. One thread. */
final class LastGoodRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(LastGoodRoutes.class);

    private final KeptRouteFiles kept;
    private final Map<String, RouteText> all = new TreeMap<>();

    private LastGoodRoutes(KeptRouteFiles kept) {
        this.kept = kept;
    }

    /** Those that were kept; none where KMS does not open the key of their seals. */
    static LastGoodRoutes read(KeptRouteFiles kept) {
        LastGoodRoutes read = new LastGoodRoutes(kept);
        try {
            kept.all(file -> LOGGER.atError()
                            .addKeyValue("file", file)
                            .log(
                                    "a kept route file is not what Spicerack wrote, and is not used: find out who writes into the"
                                            + " data directory"))
                    .values()
                    .forEach(each ->
                            read.all.put(each.file(), new RouteText(each.file(), each.text(), each.queries(), null)));
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("the last good versions of route files cannot be read; none is used");
        }
        return read;
    }

    Map<String, RouteText> all() {
        return Collections.unmodifiableMap(all);
    }

    void keep(RouteText file) {
        all.put(file.file(), file);
        try {
            kept.keep(new KeptRouteFiles.Kept(file.file(), file.text(), file.queries()));
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("file", file.file())
                    .setCause(e)
                    .log(
                            "a route file runs, but is not kept: after a restart with a broken file nothing of it would run");
            // an older one would come back in its place, without the mask that an edit has brought since
            forgetOnDisk(file.file());
        }
    }

    void forget(String file) {
        all.remove(file);
        forgetOnDisk(file);
    }

    private void forgetOnDisk(String file) {
        try {
            kept.forget(file);
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("file", file).setCause(e).log("a kept route file could not be deleted");
        }
    }
}
