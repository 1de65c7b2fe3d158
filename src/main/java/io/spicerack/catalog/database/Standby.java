package io.spicerack.catalog.database;

import io.spicerack.catalog.database.NodeRows.Beat;
import io.spicerack.catalog.server.ServerWords;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the catalog is this node's: the one that works has left, or has been silent for its lease. Who is silent is first
 * believed no longer, then its session is ended, and only then is its place taken. One thread uses it.
 */
final class Standby {
    private static final Logger LOGGER = LoggerFactory.getLogger(Standby.class);

    /** Stands for whoever uses the catalog alone, and says nothing of itself. */
    private static final Beat ALONE = new Beat("", 0, false);

    private final HeldSession turn;
    private final NodeRows rows;
    private final StandbyTerms terms;
    private final SilentNodes silent;
    private @Nullable String told;
    private final Outage outage;

    Standby(HeldSession turn, NodeRows rows, StandbyTerms terms, Outage outage) {
        this.turn = turn;
        this.rows = rows;
        this.terms = terms;
        this.outage = outage;
        this.silent = new SilentNodes(terms.lease());
    }

    void await() {
        boolean known = false;
        while (!terms.stopping().getAsBoolean()) {
            long began = System.nanoTime();
            try {
                boolean taken = isTaken();
                outage.over();
                if (taken) {
                    return;
                }
                known = true;
            } catch (JdbiException e) {
                if (!known || !outage.isMet(e, began)) {
                    throw e;
                }
                silent.forgetAll();
            }
            LockSupport.parkNanos(terms.every().toNanos());
        }
        leave();
        throw new StoppedWaitingException(turn.place());
    }

    private boolean isTaken() {
        Optional<Beat> working = working();
        if (working.isPresent() && !silent.isSilent(working.get())) {
            standBy(working.get());
            return false;
        }
        if (working.isPresent()) {
            if (!rows.lose(working.get())) {
                return false;
            }
            turn.endOthers();
        }
        if (!turn.tryOpen()) {
            if (!turn.isAnothersAlone()) {
                silent.forget(ALONE);
            } else if (silent.isSilent(ALONE)) {
                throw turn.inUse("It was not started with spicerack.nodes=standby, and nobody can tell whether it is"
                        + " alive: stop it, or start it with spicerack.nodes=standby too");
            }
            return false;
        }
        // another may have come and gone since the look
        if (working().map(Beat::node).equals(working.map(Beat::node))) {
            working.ifPresent(gone ->
                    LOGGER.atWarn().addKeyValue("node", gone.node()).log("takes the place of a node that fell silent"));
            return true;
        }
        turn.close();
        return false;
    }

    private void standBy(Beat working) {
        silent.forget(ALONE);
        if (!working.node().equals(told)) {
            told = working.node();
            LOGGER.atInfo()
                    .addKeyValue("working", turn.shownHolder())
                    .log("stands by: another node works, and this one takes its place when that one ends");
        }
        if (!rows.beat()) {
            rows.enter();
        }
    }

    private Optional<Beat> working() {
        try {
            return rows.working();
        } catch (JdbiException e) {
            if (!ServerWords.isUnknownTable(e)) {
                throw e;
            }
            // nobody has made it yet, or it is of a Spicerack that knew of no nodes
            return Optional.empty();
        }
    }

    private void leave() {
        try {
            rows.leave();
        } catch (JdbiException e) {
            // whoever works will miss this node soon
        }
    }
}
