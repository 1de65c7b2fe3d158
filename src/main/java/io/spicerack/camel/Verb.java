package io.spicerack.camel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a {@code spice:} endpoint does, with the options that it needs and those that it may have. */
public enum Verb {
    /** Producer: puts a refresh of a data set into the queue. */
    ingest("dataSet", "overlap requestSource requestType"),
    /** Consumer: hands out the queued ingestions of a data set, one at a time. */
    ingestions("dataSet", "group highWaterMark lag reconcile"),
    /** Producer: ends the refresh where the source's answer in the body is what it was before the current version was read. */
    changed("definition", "dataSources"),
    /** Producer: opens the data key and the source, and runs the query of the body; the body becomes the rows. */
    extract("dataSource", "connections partitionColumn"),
    /** Producer: puts a mask in the place of a column's values. */
    mask("column with", ""),
    /** Producer: leaves out the rows for which a condition is true. */
    drop("where", ""),
    /** Producer: writes the rows of the body into a staged, sealed version. */
    seal("", "drift rows"),
    /** Producer: compares the staged version with the source's answer in the body, and leaves the next question there. */
    reconcile("", ""),
    /** Producer: makes the staged version current, in one transaction. */
    publish("", ""),
    /** Consumer: hands out the files or records of the audit trail that a sink has not got yet. */
    audit("sink", "form maxRecords pollInterval"),
    /** Consumer: hands out what somebody should hear of now, one alert at a time. */
    alerts("sink", "pollInterval"),
    /** Consumer: hands out the secrets that the core wants fetched, without their texts. */
    secrets("", ""),
    /** Producer: has the secret in hand fetched from a vault; its text goes to the core alone. */
    fetch("vault", "");

    private final String required;
    private final String optional;

    /** Option names, separated by spaces. */
    Verb(String required, String optional) {
        this.required = required;
        this.optional = optional;
    }

    static Optional<Verb> of(String name) {
        return Stream.of(values()).filter(verb -> verb.name().equals(name)).findFirst();
    }

    boolean consumes() {
        return this == ingestions || this == audit || this == alerts || this == secrets;
    }

    List<String> required() {
        return names(required).toList();
    }

    List<String> allowed() {
        return Stream.concat(names(required), names(optional)).sorted().toList();
    }

    private static Stream<String> names(String list) {
        return Stream.of(list.split(" ", -1)).filter(name -> !name.isEmpty());
    }
}
