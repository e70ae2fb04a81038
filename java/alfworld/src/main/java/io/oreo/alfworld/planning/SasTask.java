package io.oreo.alfworld.planning;

import java.util.List;

/**
 * A planning task in the finite-domain form of Fast Downward (Helmert 2009), as its translator
 * writes it; costs and mutex groups are left out because a game does not use them.
 *
 * @param variables in the order of the text
 * @param initial value of each variable at the start; of a derived variable, its default
 * @param goal what must hold in the end
 * @param operators in the order of the text, which is their id
 * @param axioms rules for the derived variables
 */
public record SasTask(
        List<Variable> variables,
        List<Integer> initial,
        List<Condition> goal,
        List<Operator> operators,
        List<Axiom> axioms) {

    public SasTask {
        variables = List.copyOf(variables);
        initial = List.copyOf(initial);
        goal = List.copyOf(goal);
        operators = List.copyOf(operators);
        axioms = List.copyOf(axioms);
    }

    /**
     * A variable of the state.
     *
     * @param axiomLayer the layer that derives it, or -1
     * @param values name of each value, e.g. {@code Atom holds(agent1, mug_1)}
     */
    public record Variable(int axiomLayer, List<String> values) {
        public Variable {
            values = List.copyOf(values);
        }

        boolean derived() {
            return axiomLayer >= 0;
        }
    }

    /** That a variable has a value. */
    public record Condition(int variable, int value) {}

    /** That a variable gets a value, if all conditions held before the operator. */
    public record Effect(List<Condition> conditions, int variable, int value) {
        public Effect {
            conditions = List.copyOf(conditions);
        }
    }

    /** A grounded action: {@code name} is the action and its arguments, parted by blanks. */
    public record Operator(String name, List<Condition> preconditions, List<Effect> effects) {
        public Operator {
            preconditions = List.copyOf(preconditions);
            effects = List.copyOf(effects);
        }
    }

    /** A derived variable gets a value wherever the conditions hold. */
    public record Axiom(List<Condition> conditions, int variable, int value) {
        public Axiom {
            conditions = List.copyOf(conditions);
        }
    }
}
