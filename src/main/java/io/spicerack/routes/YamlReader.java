package io.spicerack.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a file of one YAML document to a tree. Anchors, aliases, tags and keys that are no texts are refused: what two readers
 * could take for two things is not in the tree. One thread.
 */
final class YamlReader {
    private static final int MOST_LETTERS = 1 << 20;
    private static final int DEEPEST = 40;

    private final String file;
    private final RouteFindings findings;

    YamlReader(String file, RouteFindings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Empty where it cannot be read, which is a finding then. */
    Optional<YamlNode> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MOST_LETTERS)
                .build();
        try {
            return document(new Parse(settings).parseString(text).iterator());
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null || e.getContext().isBlank() ? "" : e.getContext() + ", ";
            findings.add(place(e.getProblemMark()), Rule.YAML, context + e.getProblem());
        } catch (YamlEngineException e) {
            findings.add(start(), Rule.YAML, RouteFindings.shown(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<YamlNode> document(Iterator<Event> events) {
        Optional<YamlNode> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent node) {
                if (root.isPresent()) {
                    findings.add(place(event.getStartMark()), Rule.YAML, "a second document; a file has one");
                    return Optional.empty();
                }
                root = Optional.of(node(node, events, 0));
            }
        }
        if (root.isEmpty()
                || (root.get() instanceof YamlNode.Text text && text.text().isBlank())) {
            findings.add(start(), Rule.YAML, "the file is empty");
            return Optional.empty();
        }
        return root;
    }

    private YamlNode node(NodeEvent event, Iterator<Event> events, int depth) {
        Place place = place(event.getStartMark());
        refuseReferences(event, place);
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Text(place, scalar.getValue());
        }
        if (depth == DEEPEST) {
            throw new YamlEngineException("deeper than " + DEEPEST + " levels at " + place);
        }
        return event.getEventId() == Event.ID.SequenceStart
                ? sequence(place, events, depth)
                : event.getEventId() == Event.ID.MappingStart
                        ? mapping(place, events, depth)
                        // an alias, which is told already
                        : new YamlNode.Text(place, "");
    }

    private YamlNode sequence(Place place, Iterator<Event> events, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event next = events.next(); next instanceof NodeEvent item; next = events.next()) {
            items.add(node(item, events, depth + 1));
        }
        return new YamlNode.Sequence(place, List.copyOf(items));
    }

    private YamlNode mapping(Place place, Iterator<Event> events, int depth) {
        List<YamlNode.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Event next = events.next(); next instanceof NodeEvent key; next = events.next()) {
            YamlNode name = node(key, events, depth + 1);
            YamlNode value = node((NodeEvent) events.next(), events, depth + 1);
            if (!(name instanceof YamlNode.Text text)) {
                findings.add(name.place(), Rule.YAML, "a member's name is " + name.kind() + "; it must be a word");
            } else if (names.add(text.text())) {
                members.add(new YamlNode.Member(text, value));
            } else {
                findings.add(
                        name.place(), Rule.DUPLICATE, "'" + RouteFindings.shown(text.text()) + "' stands here twice");
            }
        }
        return new YamlNode.Mapping(place, List.copyOf(members));
    }

    private void refuseReferences(NodeEvent event, Place place) {
        boolean tagged = event instanceof ScalarEvent scalar
                ? scalar.getTag().isPresent()
                : event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent();
        if (event.getAnchor().isPresent() || event.getEventId() == Event.ID.Alias) {
            findings.add(place, Rule.YAML, "an anchor or alias (& and *); write it out where it belongs");
        } else if (tagged) {
            findings.add(place, Rule.YAML, "a tag (!); every value of a route file is a text");
        }
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
                .orElseGet(this::start);
    }

    private Place start() {
        return new Place(file, 1, 1);
    }
}
