package io.spicerack.query;

/**
 * Who asks.
 *
 * @param principal the name of the principal, which {@code current_user} tells
 * @param dataSets what they may query
 */
public record QueryCaller(String principal, QueryableDataSets dataSets) {}
