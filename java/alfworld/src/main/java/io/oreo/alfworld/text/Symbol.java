package io.oreo.alfworld.text;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A symbol on the right-hand side of a grammar rule, as TextWorld's parser saw it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
public sealed interface Symbol {

    /** A terminal. */
    record Text(String text) implements Symbol {}

    /** A nonterminal: the first alternative of that rule whose condition holds. */
    record Reference(int rule) implements Symbol {}

    /** The value of an expression. */
    record Value(Expression expression) implements Symbol {}

    /** A symbol once for each answer to a query. */
    record Each(Symbol symbol, Query query) implements Symbol {}

    /** The same, with separators between; the rules of the separators are looked up by number. */
    record Listing(Symbol symbol, Query query, Separators separators) implements Symbol {}

    /** Rules that write an empty list, what stands between items, and before the last one. */
    record Separators(int empty, int between, int last) {}

    /**
     * A conjunction of predicates; it has one answer, the empty one, if there is none of them.
     *
     * @param predicates in the order of the text
     */
    record Query(List<Predicate> predicates) {
        public Query {
            predicates = List.copyOf(predicates);
        }
    }

    /**
     * A predicate of a query.
     *
     * @param ranges where facts of a fitting signature stand in the fact table, in TextWorld's
     *     order
     * @param arguments placeholder of each argument
     */
    record Predicate(List<Range> ranges, List<Placeholder> arguments) {
        public Predicate {
            ranges = List.copyOf(ranges);
            arguments = List.copyOf(arguments);
        }
    }

    /** Places {@code from} up to but without {@code to} of the fact table. */
    record Range(int from, int to) {}

    /**
     * A formal parameter. Queries match it by name and type, expressions see its name alone.
     *
     * @param slot number of name and type
     * @param name number of the name
     */
    record Placeholder(int slot, int name) {}
}
