package io.spicerack.catalog.database;

import io.spicerack.catalog.database.NodeRows.Beat;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does about others with each of its signs of life. One thread uses it. */
interface HeartbeatTask {
    /** Whether this node may say that it is alive: one that does not hear what it must carry out may not. */
    boolean hears();

    /** Ends a node that has been silent for its lease. */
    void end(Beat silent);

    /** The others that there are. */
    void met(List<Beat> others);

    /** Of nodes that use the catalog in turn: who stood by and is gone is forgotten. */
    static HeartbeatTask inTurns(NodeRows rows) {
        return new InTurns(rows);
    }

    /** Of nodes that work at once. */
    static HeartbeatTask together(NodeRows rows, HeldSession writer, NodeWords words, Fellows fellows) {
        return new Together(rows, writer, words, fellows);
    }

    /** The first kind. */
    record InTurns(NodeRows rows) implements HeartbeatTask {
        private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatTask.class);

        @Override
        public boolean hears() {
            return true;
        }

        @Override
        public void end(Beat silent) {
            if (rows.forget(silent)) {
                LOGGER.atInfo().addKeyValue("node", silent.node()).log("a node that stood by has gone");
            }
        }

        @Override
        public void met(List<Beat> others) {
            // nobody is told
        }
    }

    /** The second: who is silent is first disbelieved, then cut off, then gone, and with its row all that it held. */
    record Together(NodeRows rows, HeldSession writer, NodeWords words, Fellows fellows) implements HeartbeatTask {
        private static final Logger LOGGER = LoggerFactory.getLogger(HeartbeatTask.class);

        @Override
        public boolean hears() {
            return words.isHeard();
        }

        @Override
        public void end(Beat silent) {
            if (rows.lose(silent)) {
                writer.end(silent.node());
                if (rows.forget(silent)) {
                    LOGGER.atWarn().addKeyValue("node", silent.node()).log("a node fell silent, and is replaced");
                }
            }
        }

        @Override
        public void met(List<Beat> others) {
            fellows.left().forEach(rows::leaveDuty);
            fellows.seen(
                    rows.duties(fellows.wanted()),
                    others.stream().map(Beat::node).collect(Collectors.toSet()));
        }
    }
}
