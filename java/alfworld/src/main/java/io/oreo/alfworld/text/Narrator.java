package io.oreo.alfworld.text;

import io.oreo.alfworld.text.Grammar.Alternative;
import io.oreo.alfworld.text.Symbol.Placeholder;
import io.oreo.alfworld.text.Symbol.Predicate;
import io.oreo.alfworld.text.Symbol.Query;
import io.oreo.alfworld.text.Symbol.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives texts from a grammar and the facts of a state, exactly as TextWorld 1.7 does: the first
 * applicable alternative, queries matched predicate by predicate over sorted facts, different new
 * placeholders never bound to the same entity.
 *
 * <p>Immutable; a derivation lives on the caller's stack.
 */
public final class Narrator {

    /** A text longer than this, or a search longer than this, is a broken grammar. */
    private static final int LIMIT = 1 << 20;

    private static final int UNBOUND = -1;

    private final Grammar grammar;
    private final List<Entity> entities;
    private final int[] argumentsFrom;
    private final int[] arguments;
    private final int firstBit;

    /**
     * A narrator.
     *
     * @param entities in the order of their numbers
     * @param facts arguments of the facts by place
     * @param firstBit bit of the state that says whether fact 0 is stored
     */
    public Narrator(
            Grammar grammar, List<Entity> entities, FactTable.Arguments facts, int firstBit) {
        this.grammar = grammar;
        this.entities = List.copyOf(entities);
        this.argumentsFrom = facts.from().values();
        this.arguments = facts.values().values();
        this.firstBit = firstBit;
    }

    /** The introduction. */
    public String intro(long[] state) {
        Derivation derivation = new Derivation(state);
        derivation.reference(grammar.intro(), derivation.frame(List.of(), new int[0], 0, 0));
        return derivation.text.toString();
    }

    /** What an action with these arguments answers in {@code state}, the one after it. */
    public String feedback(long[] state, int action, int[] operands, int from, int to) {
        Grammar.Action of = grammar.actions().get(action);
        Derivation derivation = new Derivation(state);
        derivation.all(of.feedback(), derivation.frame(of.parameters(), operands, from, to));
        return derivation.text.toString();
    }

    /** The command that plays an action with these arguments in {@code state}. */
    public String command(long[] state, int action, int[] operands, int from, int to) {
        Grammar.Action of = grammar.actions().get(action);
        Derivation derivation = new Derivation(state);
        derivation.all(of.command(), derivation.frame(of.parameters(), operands, from, to));
        return derivation.text.toString();
    }

    /** Entities bound to placeholders, by slot and by name. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared by content.
    private record Frame(int[] slots, int[] names) {
        Frame copy() {
            return new Frame(slots.clone(), names.clone());
        }

        void bind(Placeholder placeholder, int entity) {
            slots[placeholder.slot()] = entity;
            names[placeholder.name()] = entity;
        }

        boolean uses(int entity) {
            for (int bound : slots) {
                if (bound == entity) {
                    return true;
                }
            }
            return false;
        }
    }

    private final class Derivation {
        private final long[] state;
        private final StringBuilder text = new StringBuilder(160);
        private int work;

        Derivation(long[] state) {
            this.state = state;
        }

        Frame frame(List<Placeholder> parameters, int[] operands, int from, int to) {
            int[] slots = new int[grammar.slots()];
            int[] names = new int[grammar.names()];
            Arrays.fill(slots, UNBOUND);
            Arrays.fill(names, UNBOUND);
            Frame frame = new Frame(slots, names);
            for (int i = 0; i < Math.min(parameters.size(), to - from); i++) {
                frame.bind(parameters.get(i), operands[from + i]);
            }
            return frame;
        }

        void all(List<Symbol> symbols, Frame frame) {
            for (Symbol symbol : symbols) {
                one(symbol, frame);
            }
        }

        void one(Symbol symbol, Frame frame) {
            switch (symbol) {
                case Symbol.Text terminal -> write(terminal.text());
                case Symbol.Reference reference -> reference(reference.rule(), frame);
                case Symbol.Value value -> write(valueOf(value.expression(), frame));
                case Symbol.Each each -> {
                    for (Frame answer : answers(each.query(), frame)) {
                        one(each.symbol(), answer);
                    }
                }
                case Symbol.Listing listing -> list(listing, frame);
            }
        }

        private void list(Symbol.Listing listing, Frame frame) {
            List<Frame> answers = answers(listing.query(), frame);
            if (answers.isEmpty()) {
                reference(listing.separators().empty(), frame);
            }
            for (int i = 0; i < answers.size(); i++) {
                if (i > 0) {
                    boolean last = i == answers.size() - 1;
                    Symbol.Separators separators = listing.separators();
                    reference(last ? separators.last() : separators.between(), frame);
                }
                one(listing.symbol(), answers.get(i));
            }
        }

        void reference(int rule, Frame frame) {
            spend(1);
            Grammar.Rule of = grammar.rules().get(rule);
            for (Alternative alternative : of.alternatives()) {
                List<Predicate> condition = alternative.condition().predicates();
                if (condition.isEmpty() || search(condition, 0, frame, null)) {
                    all(alternative.symbols(), frame);
                    return;
                }
            }
            throw new IllegalStateException("no alternative of rule #" + of.name() + "# applies");
        }

        private void write(String part) {
            text.append(part);
            spend(part.length());
        }

        private void spend(int amount) {
            work += amount;
            if (work > LIMIT) {
                throw new IllegalStateException("the grammar writes or searches without end");
            }
        }

        private List<Frame> answers(Query query, Frame frame) {
            if (query.predicates().isEmpty()) {
                return List.of(frame);
            }
            List<Frame> answers = new ArrayList<>();
            search(query.predicates(), 0, frame.copy(), answers);
            return answers;
        }

        /**
         * Matches the predicates from {@code depth} on. With a list, all answers are added to it;
         * without, the first one ends the search.
         */
        private boolean search(
                List<Predicate> predicates, int depth, Frame frame, @Nullable List<Frame> answers) {
            if (depth == predicates.size()) {
                if (answers == null) {
                    return true;
                }
                answers.add(frame.copy());
                return false;
            }
            Predicate predicate = predicates.get(depth);
            for (Range range : predicate.ranges()) {
                for (int fact = next(range.from(), range.to());
                        fact < range.to();
                        fact = next(fact + 1, range.to())) {
                    spend(1);
                    Frame bound = match(predicate.arguments(), fact, frame);
                    if (bound != null && search(predicates, depth + 1, bound, answers)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** The frame with the placeholders bound to the fact's arguments; null if they differ. */
        private @Nullable Frame match(List<Placeholder> placeholders, int fact, Frame frame) {
            int from = argumentsFrom[fact];
            Frame bound = frame;
            boolean shared = true;
            for (int i = 0; i < placeholders.size(); i++) {
                Placeholder placeholder = placeholders.get(i);
                int entity = arguments[from + i];
                int existing = bound.slots[placeholder.slot()];
                if (existing == UNBOUND) {
                    if (bound.uses(entity)) {
                        return null;
                    }
                    bound = shared ? frame.copy() : bound;
                    shared = false;
                    bound.bind(placeholder, entity);
                } else if (existing != entity) {
                    return null;
                }
            }
            return bound;
        }

        /** The first stored fact at or after {@code from}, or {@code to}. */
        private int next(int from, int to) {
            int bit = firstBit + from;
            int end = firstBit + to;
            while (bit < end) {
                long word = state[bit >>> 6] >>> bit;
                if (word != 0) {
                    return Math.min(to, bit + Long.numberOfTrailingZeros(word) - firstBit);
                }
                bit = (bit | 63) + 1;
            }
            return to;
        }

        private String valueOf(Expression expression, Frame frame) {
            return switch (expression) {
                case Expression.Variable variable -> entity(variable.name(), frame).name();
                case Expression.Field field ->
                        entity(field.name(), frame).attribute(field.attribute());
                case Expression.Literal literal -> literal.text();
                case Expression.Joined joined -> {
                    StringBuilder sum = new StringBuilder();
                    for (Expression part : joined.parts()) {
                        sum.append(valueOf(part, frame));
                    }
                    yield sum.toString();
                }
                case Expression.FirstOf first -> firstOf(first, frame);
            };
        }

        /** An entity is true in Python whatever its name is; a string is false if it is empty. */
        private String firstOf(Expression.FirstOf first, Frame frame) {
            String value = "";
            for (Expression part : first.parts()) {
                value = valueOf(part, frame);
                if (part instanceof Expression.Variable || !value.isEmpty()) {
                    return value;
                }
            }
            return value;
        }

        private Entity entity(int name, Frame frame) {
            int entity = frame.names[name];
            if (entity == UNBOUND) {
                throw new IllegalStateException("the grammar uses a variable that is not bound");
            }
            return entities.get(entity);
        }
    }
}
