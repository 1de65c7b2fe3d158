package io.spicerack.catalog.record;

import io.spicerack.model.AuditRecord;

/** An audit record with its place in the queue; sequence numbers only grow and are never used twice. */
public record SequencedRecord(long sequence, AuditRecord event) {}
