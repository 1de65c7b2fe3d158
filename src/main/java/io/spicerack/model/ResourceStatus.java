package io.spicerack.model;

/** The states of a data source or data set, in QuickSight's spelling. */
public enum ResourceStatus {
    CREATION_IN_PROGRESS,
    CREATION_SUCCESSFUL,
    CREATION_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_SUCCESSFUL,
    UPDATE_FAILED,
    DELETED
}
