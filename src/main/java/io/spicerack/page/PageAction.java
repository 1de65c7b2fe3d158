package io.spicerack.page;

import io.spicerack.core.Spice;
import io.spicerack.core.revoke.Lockdown;
import io.spicerack.login.Role;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.RequestSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a button does, once it was confirmed. */
enum PageAction {
    REFRESH(
            Role.OPERATOR,
            "Refresh",
            "A full refresh is queued; the present version serves until the new one is published.") {
        @Override
        String run(Spice spice, String of, String by) {
            return "queued as " + spice.ingestions().request(new DataSetId(of), RequestSource.MANUAL);
        }
    },
    CANCEL(
            Role.OPERATOR,
            "Cancel",
            "What runs is stopped, and what waits is taken out of the queue; the version before serves.") {
        @Override
        String run(Spice spice, String of, String by) {
            DataSetId dataSet = new DataSetId(of);
            List<IngestionId> unfinished = spice.ingestions().unfinished(dataSet);
            unfinished.forEach(id -> spice.ingestions().cancel(dataSet, id, "cancelled by " + by));
            return unfinished.size() + " ingestions are cancelled";
        }
    },
    LOCKDOWN(Role.ADMIN, "Lock down", "The key is disabled in KMS and every reader under it is cut at once.") {
        @Override
        String foresee(Spice spice, String of) {
            Lockdown.Foreseen foreseen =
                    spice.lockdown().foresee(List.of(key(spice, of))).get(0);
            return foreseen.dataSets().size() + " data sets cannot be read any more, " + foreseen.readers()
                    + " readers are cut and " + foreseen.refreshes() + " refreshes end.";
        }

        @Override
        String run(Spice spice, String of, String by) {
            return told(spice.lockdown().lockDown(List.of(key(spice, of))));
        }
    },
    UNLOCK(Role.ADMIN, "Unlock", "The key is enabled in KMS again; what is sealed under it can be read.") {
        @Override
        String run(Spice spice, String of, String by) {
            return told(spice.lockdown().unlock(List.of(key(spice, of))));
        }
    };

    private final Role role;
    private final String title;
    private final String consequence;

    PageAction(Role role, String title, String consequence) {
        this.role = role;
        this.title = title;
        this.consequence = consequence;
    }

    static Optional<PageAction> named(String name) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(name))
                .findFirst();
    }

    /** As in a URL. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least that it takes. */
    Role role() {
        return role;
    }

    String title() {
        return title;
    }

    String consequence() {
        return consequence;
    }

    boolean dangerous() {
        return this == CANCEL || this == LOCKDOWN;
    }

    /** What it would do to this very thing; empty where there is no more to say. */
    String foresee(Spice spice, String of) {
        return "";
    }

    /** Does it; {@code IllegalArgumentException} or {@code IllegalStateException} says why not. */
    abstract String run(Spice spice, String of, String by);

    private static KeyReference key(Spice spice, String of) {
        KeyReference key = spice.keyRegistrations().reference(of);
        if (!spice.lockdown().allKeys().contains(key)) {
            throw new IllegalArgumentException("key " + key + " neither protects anything here nor is registered");
        }
        return key;
    }

    private static String told(List<Lockdown.Switched> switched) {
        Lockdown.Switched key = switched.get(0);
        long well = key.reactions().stream()
                .filter(reaction -> reaction.millis().isPresent())
                .count();
        return (key.failure() == null ? "" : key.failure() + ". ") + well + " of "
                + key.reactions().size() + " data sets follow";
    }
}
