package io.oreo.alfworld.text;

import io.oreo.alfworld.planning.Transitions.Ints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All facts that can ever be in a game's fact store, grouped by signature and, within one, in the
 * order in which TextWorld sorts them. Whether a fact is in the store is a bit of the state.
 */
public final class FactTable {

    /** A predicate and the exact types of its arguments. */
    public record Signature(String predicate, List<String> types) {
        public Signature {
            types = List.copyOf(types);
        }
    }

    /** A ground fact; arguments are numbers of entities, which are sorted by id. */
    public record Fact(Signature signature, List<Integer> arguments) {
        public Fact {
            arguments = List.copyOf(arguments);
        }

        /** The fact that TextWorld removes when it adds this one. */
        public Fact negated() {
            String predicate = signature.predicate();
            String opposite =
                    predicate.startsWith("not_") ? predicate.substring(4) : "not_" + predicate;
            return new Fact(new Signature(opposite, signature.types()), arguments);
        }
    }

    private static final Comparator<List<Integer>> BY_ARGUMENTS =
            (a, b) -> {
                for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                    int order = Integer.compare(a.get(i), b.get(i));
                    if (order != 0) {
                        return order;
                    }
                }
                return Integer.compare(a.size(), b.size());
            };

    /** Any order will do between signatures; this one is stable. */
    static final Comparator<Signature> SIGNATURE_ORDER =
            Comparator.comparing(Signature::predicate)
                    .thenComparing(signature -> String.join(",", signature.types()));

    private static final Comparator<Fact> ORDER =
            Comparator.comparing(Fact::signature, SIGNATURE_ORDER)
                    .thenComparing(Fact::arguments, BY_ARGUMENTS);

    private final List<Fact> facts;
    private final Map<Fact, Integer> places = new LinkedHashMap<>();
    private final Map<Signature, Symbol.Range> ranges = new LinkedHashMap<>();

    public FactTable(Collection<Fact> facts) {
        TreeSet<Fact> sorted = new TreeSet<>(ORDER);
        sorted.addAll(facts);
        this.facts = new ArrayList<>(sorted);
        for (Fact fact : this.facts) {
            int place = places.size();
            places.put(fact, place);
            int from = ranges.getOrDefault(fact.signature(), new Symbol.Range(place, place)).from();
            ranges.put(fact.signature(), new Symbol.Range(from, place + 1));
        }
    }

    public int size() {
        return facts.size();
    }

    /** Where facts of a signature stand; an empty range if there are none. */
    Symbol.Range range(Signature signature) {
        return ranges.getOrDefault(signature, new Symbol.Range(0, 0));
    }

    /** The place of a fact of the table. */
    public int place(Fact fact) {
        Integer place = places.get(fact);
        if (place == null) {
            throw new IllegalArgumentException(fact + " is not in the table");
        }
        return place;
    }

    /** The place of what a fact removes when it is added, or -1 if that is never in the store. */
    public int placeOfNegated(Fact fact) {
        return places.getOrDefault(fact.negated(), -1);
    }

    /** Arguments of all facts in a row, and where those of each begin; one more at the end. */
    public Arguments arguments() {
        int[] from = new int[facts.size() + 1];
        int count = 0;
        for (int i = 0; i < facts.size(); i++) {
            from[i] = count;
            count += facts.get(i).arguments().size();
        }
        from[facts.size()] = count;
        int[] values = new int[count];
        count = 0;
        for (Fact fact : facts) {
            for (int argument : fact.arguments()) {
                values[count++] = argument;
            }
        }
        return new Arguments(new Ints(from), new Ints(values));
    }

    /**
     * Arguments of facts by place.
     *
     * @param from where the arguments of a fact begin; one more at the end
     * @param values entities
     */
    public record Arguments(Ints from, Ints values) {}
}
