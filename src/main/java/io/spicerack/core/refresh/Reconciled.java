package io.spicerack.core.refresh;

/** A refresh whose version equals its source, as far as that is to be proven. */
public final class Reconciled implements RefreshStep {
    private final OpenRefresh refresh;
    private final VersionDraft draft;
    private final Publication publication;

    Reconciled(OpenRefresh refresh, VersionDraft draft, Publication publication) {
        this.refresh = refresh;
        this.draft = draft;
        this.publication = publication;
        refresh.reached(this);
    }

    /** Makes the version current: one catalog transaction, after its grant and a last proof that its key works. */
    public Published publish() {
        return publication.publish(refresh, draft);
    }
}
