package io.spicerack.catalog.database;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * This process among the nodes that work at once on one catalog: which it is, and what it alone does of them for now.
 * Thread-safe.
 */
public final class Fellows {
    private final String me;
    private final BooleanSupplier heard;
    private final NodeWords words;
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();
    private volatile Set<String> held = Set.of();
    private volatile int living = 1;
    private Set<String> known = Set.of();
    private final AtomicLong gone = new AtomicLong();

    Fellows(String me, BooleanSupplier heard, NodeWords words) {
        this.me = me;
        this.heard = heard;
        this.words = words;
    }

    /** Nobody else's, neither before nor after it. */
    public String me() {
        return me;
    }

    /** How many nodes there are, as far as this one has heard. */
    public int living() {
        return living;
    }

    /** Whether it is this node that does something which one does at a time. The first to ask gets it, some moments later. */
    public boolean has(String duty) {
        left.remove(duty);
        wanted.add(duty);
        return held.contains(duty) && heard.getAsBoolean();
    }

    /** It is not for this node any more: another one gets it. */
    public void leave(String duty) {
        wanted.remove(duty);
        left.add(duty);
    }

    /** Has {@code hearer} carry out all that is told from now on. Once. */
    public void hear(NodeWord.Hearer hearer) {
        words.begin(hearer);
    }

    /** Held by the thread that does {@code what}: a node's row tells other nodes, and not its own threads. */
    public ReentrantLock turn(String what) {
        return turns.computeIfAbsent(what, name -> new ReentrantLock(true));
    }

    Set<String> wanted() {
        return wanted;
    }

    /** Once each. */
    Set<String> left() {
        Set<String> all = Set.copyOf(left);
        left.removeAll(all);
        return all;
    }

    /** How many nodes have gone so far, as this one has seen it: what they have left is to be looked for. */
    public long gone() {
        return gone.get();
    }

    void seen(Set<String> mine, Set<String> others) {
        Set<String> departed = new HashSet<>(known);
        departed.removeAll(others);
        gone.addAndGet(departed.size());
        known = Set.copyOf(others);
        int nodes = others.size() + 1;
        held = Set.copyOf(mine);
        living = nodes;
    }
}
