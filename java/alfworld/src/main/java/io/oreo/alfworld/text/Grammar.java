package io.oreo.alfworld.text;

import io.oreo.alfworld.text.Symbol.Query;
import java.util.List;

/**
 * The rules of a game's texts.
 *
 * @param rules each with its alternatives, the first applicable of which is taken
 * @param actions in the order of their numbers
 * @param intro rule of the introduction
 * @param slots how many placeholders (name and type) there are
 * @param names how many names of placeholders there are
 */
public record Grammar(List<Rule> rules, List<Action> actions, int intro, int slots, int names) {

    public Grammar {
        rules = List.copyOf(rules);
        actions = List.copyOf(actions);
    }

    /** A nonterminal. */
    public record Rule(String name, List<Alternative> alternatives) {
        public Rule {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A right-hand side and when it applies; a query without predicates always does. */
    public record Alternative(Query condition, List<Symbol> symbols) {
        public Alternative {
            symbols = List.copyOf(symbols);
        }
    }

    /**
     * What an action is called and what it answers.
     *
     * @param name as in the task
     * @param parameters placeholders that its arguments are bound to
     * @param command the text that plays it
     * @param feedback the text that it answers
     */
    public record Action(
            String name,
            List<Symbol.Placeholder> parameters,
            List<Symbol> command,
            List<Symbol> feedback) {
        public Action {
            parameters = List.copyOf(parameters);
            command = List.copyOf(command);
            feedback = List.copyOf(feedback);
        }
    }
}
