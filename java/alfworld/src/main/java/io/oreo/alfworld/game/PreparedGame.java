package io.oreo.alfworld.game;

import io.oreo.alfworld.planning.Transitions;
import io.oreo.alfworld.planning.Transitions.Ints;
import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.FactTable;
import io.oreo.alfworld.text.Grammar;
import java.util.List;
import java.util.Optional;

/**
 * The stored form of a game: everything that play needs, in the numbering of the engine.
 *
 * @param tables of the planning task; bits from {@code firstFact} on say which facts are stored
 * @param initial literals that are 1 at the start, by bit
 * @param firstFact bit of fact 0
 * @param facts arguments of the facts by place
 * @param entities in the order of their numbers
 * @param grammar of all texts
 * @param operators what the operators of the task mean to a player
 * @param walkthrough commands that win, if the game file holds them
 */
public record PreparedGame(
        Transitions.Tables tables,
        Ints initial,
        int firstFact,
        FactTable.Arguments facts,
        List<Entity> entities,
        Grammar grammar,
        Operators operators,
        Optional<List<String>> walkthrough) {

    public PreparedGame {
        entities = List.copyOf(entities);
        walkthrough = walkthrough.map(List::copyOf);
    }

    /** Stands for a command that depends on the state. */
    static final int CHANGING = -1;

    /**
     * Operators by id.
     *
     * @param action number of the action in the grammar
     * @param operandsFrom first place in {@code operands}; one more at the end
     * @param operands entities that the action's parameters are bound to
     * @param command number of its text in {@code commands}, or {@link #CHANGING}
     * @param commands texts of commands in Python's order of strings
     */
    public record Operators(
            Ints action, Ints operandsFrom, Ints operands, Ints command, List<String> commands) {
        public Operators {
            commands = List.copyOf(commands);
        }
    }
}
