package io.spicerack.core.proof;

import io.spicerack.model.ProofMethod;
import io.spicerack.store.SealedVersion;
import io.spicerack.table.RowGroups;
import java.util.List;
import java.util.Optional;

/** Files that are not read back: their rows were counted on the way, or are not proven. */
record UnreadFiles(ProofChoice choice, List<? extends RowGroups> rows, Optional<SourceQuestions> questions)
        implements FileProof {
    @Override
    public Optional<SourceQuestions> sealed(SealedVersion version) {
        return questions;
    }

    @Override
    public Proven proven() {
        return Proven.by(questions.isPresent() ? ProofMethod.COUNTS : ProofMethod.NONE, choice);
    }

    @Override
    public void close() {}
}
