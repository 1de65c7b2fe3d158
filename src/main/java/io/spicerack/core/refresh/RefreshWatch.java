package io.spicerack.core.refresh;

import io.spicerack.core.proof.ProgressMeter;

/** What a refresh does beside the writing of its parts. Thread-safe. */
record RefreshWatch(Runnable notStopped, ProgressMeter meter, Runnable cancelSource) implements Sealing.Watch {
    @Override
    public void goOn() {
        notStopped.run();
    }

    @Override
    public void sealed(int rows, long bytes) {
        meter.sealed(rows, bytes);
    }

    @Override
    public void stop(RuntimeException why) {
        cancelSource.run();
    }
}
