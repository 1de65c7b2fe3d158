package io.spicerack.core;

import io.spicerack.catalog.database.NodeWord;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.KeyWord;
import io.spicerack.core.queue.Ingestions;
import io.spicerack.core.queue.RefreshSchedules;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.reading.Readers;
import io.spicerack.model.DataSetId;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out what is told to all nodes that work at once. A key that is shut is so for this node once each reader under it is
 * silent: cut, what it had decoded dropped, and its client's connection reset. One thread.
 */
final class ToldNode implements NodeWord.Hearer {
    private final String me;
    private final KeyWatch keyWatch;
    private final Readers readers;
    private final Ingestions ingestions;
    private final RefreshSchedules schedules;
    private final List<OpenDataSet> ending = new ArrayList<>();

    ToldNode(String me, KeyWatch keyWatch, Readers readers, Ingestions ingestions, RefreshSchedules schedules) {
        this.me = me;
        this.keyWatch = keyWatch;
        this.readers = readers;
        this.ingestions = ingestions;
        this.schedules = schedules;
    }

    @Override
    public void hear(NodeWord word) {
        switch (word.kind()) {
            case KEY_SHUT -> shut(KeyWord.parse(word.about()));
            case KEY_OPENED -> heard(KeyWord.parse(word.about()));
            case REWRAPPED -> readers.rewrappedElsewhere(new DataSetId(word.about()));
            case SCHEDULES -> schedules.changedElsewhere();
            case STOP -> ingestions.stopAsked();
        }
    }

    private void shut(KeyWord word) {
        List<OpenDataSet> open = readers.under(word.key());
        heard(word);
        open.stream().filter(OpenDataSet::isCut).forEach(ending::add);
    }

    /** What this node has told itself is done here, and may have been undone since. */
    private void heard(KeyWord word) {
        if (!word.by().equals(me)) {
            keyWatch.heard(word.key(), word.state());
        }
    }

    @Override
    public boolean isDone() {
        ending.removeIf(OpenDataSet::isSilent);
        return ending.isEmpty();
    }
}
