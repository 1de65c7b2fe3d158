package io.spicerack.engine.pipe;

/** What a message is about. The first ones go to the worker, the others come from it. */
public enum PipeKind {
    /** A statement to look at, answered by {@link #NAMED}. */
    PREPARE,
    /** What the tables that it names are, answered by {@link #DESCRIBED}. */
    DEFINE,
    /** A run of a prepared statement, answered by {@link #RUNNING} once its keys are there. */
    RUN,
    /** The key of the next file of a run. */
    KEY,
    /** More rows are wanted, answered by {@link #ROWS} or {@link #LAST}. */
    NEXT,
    /** A statement or a run ends, whatever it does now; answered by {@link #ENDED}. */
    END,
    /** Nothing: it takes the place of a key in what buffers there are. */
    FILLER,

    /** The worker can work. */
    READY,
    NAMED,
    DESCRIBED,
    RUNNING,
    ROWS,
    LAST,
    /** In the place of any answer: a state and words. */
    REFUSED,
    ENDED;

    private static final PipeKind[] KINDS = values();

    /** Its place: both ends of the pipe are of one jar. */
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    static PipeKind of(int number) {
        if (number < 0 || number >= KINDS.length) {
            throw new IllegalArgumentException("there is no message of kind " + number);
        }
        return KINDS[number];
    }
}
