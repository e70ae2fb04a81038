package io.oreo.alfworld.python;

import io.oreo.alfworld.task.SasReader;
import io.oreo.alfworld.task.SasTask;
import io.oreo.alfworld.task.TransitionCompiler;
import io.oreo.alfworld.task.Transitions;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess;

/**
 * Our engine where TextWorld expects libdownward: one task, one state.
 *
 * <p>Lists are joined by newlines, fields by tabs; see {@code oreo_alfworld.planner}.
 */
public final class PlannerHost {

    private SasTask task = new SasTask(List.of(), List.of(), List.of(), List.of(), List.of());
    private Transitions transitions = TransitionCompiler.compile(task, List.of(), 0);
    private long[] state = {};

    PlannerHost() {}

    /** Takes a task and goes to its initial state. */
    @HostAccess.Export
    public void load(String sas) {
        task = SasReader.read(sas);
        int variables = task.variables().size();
        List<int[]> none = new ArrayList<>();
        for (int literal = 0; literal < 2 * variables; literal++) {
            none.add(new int[0]);
        }
        transitions = TransitionCompiler.compile(task, none, variables);
        state = TransitionCompiler.initial(task, transitions);
    }

    /** The value of each variable by name. */
    @HostAccess.Export
    public String state() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < task.variables().size(); i++) {
            int value = (int) ((state[i >>> 6] >>> i) & 1);
            values.add(task.variables().get(i).values().get(value));
        }
        return String.join("\n", values);
    }

    /** Id, name and count of effects of the operators that apply. */
    @HostAccess.Export
    public String applicable() {
        List<String> lines = new ArrayList<>();
        for (int operator : transitions.applicable(state)) {
            SasTask.Operator of = task.operators().get(operator);
            lines.add(operator + "\t" + of.name() + "\t" + of.effects().size());
        }
        return String.join("\n", lines);
    }

    /** Applies an operator; gives the names of what its effects write. */
    @HostAccess.Export
    public String apply(int operator) {
        state = transitions.apply(state, operator);
        List<String> effects = new ArrayList<>();
        for (SasTask.Effect effect : task.operators().get(operator).effects()) {
            effects.add(task.variables().get(effect.variable()).values().get(effect.value()));
        }
        return String.join("\n", effects);
    }

    /** Whether the goal holds. */
    @HostAccess.Export
    public boolean goal() {
        return transitions.won(state);
    }
}
