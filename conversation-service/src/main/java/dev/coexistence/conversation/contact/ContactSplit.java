package dev.coexistence.conversation.contact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Split of one contact into several, once it is known that a phone number of it changed hands:
 * aliases that were seen together stay together. A user name joins two only where not both have a
 * user id of their own.
 */
final class ContactSplit {
    private static final int NONE = -1;

    private final List<Node> nodes;
    private final List<Sighting> sightings;
    private final Map<Alias, List<Integer>> byAlias = new HashMap<>();
    private final int[] root;
    private final int[] shown;
    private final boolean[] seen;
    private final boolean[] identified;

    /**
     * A name for a while.
     *
     * @param since exclusive
     * @param until inclusive
     */
    record Node(Alias alias, Instant since, Instant until, @Nullable Instant firstAt) {
        boolean covers(Instant time) {
            return time.isAfter(since) && !time.isAfter(until);
        }
    }

    /** Names that are one contact's, with all that shows it. */
    record Group(List<Node> nodes, List<Sighting> sightings) {
        ContactNames names() {
            return sightings.stream()
                    .map(Sighting::names)
                    .reduce(ContactNames.NONE, ContactNames::join);
        }
    }

    /**
     * @param nodes all of one contact's names
     * @param sightings all that is known of them
     */
    ContactSplit(List<Node> nodes, List<Sighting> sightings) {
        this.nodes = List.copyOf(nodes);
        this.sightings = sightings.stream().sorted(Comparator.comparing(Sighting::at)).toList();
        this.root = new int[nodes.size()];
        this.shown = new int[sightings.size()];
        this.seen = new boolean[nodes.size()];
        this.identified = new boolean[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            root[i] = i;
            Alias alias = nodes.get(i).alias();
            identified[i] = alias.kind() == Alias.Kind.BSUID;
            byAlias.computeIfAbsent(alias, _ -> new ArrayList<>(1)).add(i);
        }
        joinBySureNames();
        joinByUserNames();
    }

    /**
     * The contacts, first the one that goes on as what it was: who had the number until then, or
     * who took it where nobody had it.
     *
     * @param until the number up to the time when it changed hands
     * @param from the number after that; like the other in no group where nobody was seen with it
     */
    List<Group> groups(Node until, Node from) {
        int before = nodes.indexOf(until);
        int after = nodes.indexOf(from);
        Instant first = until.firstAt();
        boolean hadOwner = seen[before] || (first != null && until.covers(first));
        int keeper = find(hadOwner || !seen[after] ? before : after);
        var groups = new LinkedHashMap<Integer, Group>();
        groups.put(keeper, new Group(new ArrayList<>(), new ArrayList<>()));
        for (int i = 0; i < nodes.size(); i++) {
            boolean had = seen[i] || (i == before && hadOwner);
            if (had || (i != before && i != after)) {
                group(groups, had ? find(i) : keeper).nodes().add(nodes.get(i));
            }
        }
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] != NONE) {
                group(groups, find(shown[i])).sightings().add(sightings.get(i));
            }
        }
        return List.copyOf(groups.values());
    }

    private static Group group(Map<Integer, Group> groups, int root) {
        return groups.computeIfAbsent(root, _ -> new Group(new ArrayList<>(), new ArrayList<>()));
    }

    private void joinBySureNames() {
        for (int i = 0; i < shown.length; i++) {
            Sighting sighting = sightings.get(i);
            shown[i] = NONE;
            for (Alias alias : sighting.aliases()) {
                int node = node(alias, sighting.at());
                if (node == NONE || alias.kind() == Alias.Kind.USERNAME) {
                    continue;
                }
                seen[node] = true;
                shown[i] = shown[i] == NONE ? node : join(shown[i], node);
            }
            String movedTo = sighting.movedTo();
            if (movedTo != null && shown[i] != NONE) {
                int next = beginning(new Alias(Alias.Kind.PHONE, movedTo), sighting.at());
                if (next != NONE) {
                    seen[next] = true;
                    join(shown[i], next);
                }
            }
        }
    }

    private void joinByUserNames() {
        for (int i = 0; i < shown.length; i++) {
            Sighting sighting = sightings.get(i);
            String username = sighting.peer().username();
            int node =
                    username == null
                            ? NONE
                            : node(new Alias(Alias.Kind.USERNAME, username), sighting.at());
            if (node == NONE) {
                continue;
            }
            seen[node] = true;
            if (shown[i] == NONE) {
                shown[i] = node;
            } else if (!identified[find(node)] || !identified[find(shown[i])]) {
                join(shown[i], node);
            }
        }
    }

    private int node(Alias alias, Instant at) {
        for (int node : byAlias.getOrDefault(alias, List.of())) {
            if (nodes.get(node).covers(at)) {
                return node;
            }
        }
        return NONE;
    }

    private int beginning(Alias alias, Instant at) {
        for (int node : byAlias.getOrDefault(alias, List.of())) {
            if (nodes.get(node).since().equals(at)) {
                return node;
            }
        }
        return NONE;
    }

    private int join(int one, int other) {
        int winner = find(one);
        int loser = find(other);
        root[loser] = winner;
        identified[winner] |= identified[loser];
        return winner;
    }

    private int find(int node) {
        int top = node;
        while (root[top] != top) {
            top = root[top];
        }
        return top;
    }
}
