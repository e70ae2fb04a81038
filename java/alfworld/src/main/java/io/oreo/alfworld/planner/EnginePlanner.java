package io.oreo.alfworld.planner;

import io.oreo.alfworld.planning.SasTask;
import io.oreo.alfworld.planning.TransitionCompiler;
import io.oreo.alfworld.planning.Transitions;
import java.util.ArrayList;
import java.util.List;

/** Our engine in the place of libdownward. */
final class EnginePlanner implements Planner {

    private SasTask task = new SasTask(List.of(), List.of(), List.of(), List.of(), List.of());
    private Transitions transitions = TransitionCompiler.compile(task, List.of(), 0);
    private long[] state = {};

    @Override
    public void load(SasTask task, String sas) {
        int variables = task.variables().size();
        List<int[]> none = new ArrayList<>();
        for (int literal = 0; literal < 2 * variables; literal++) {
            none.add(new int[0]);
        }
        transitions = TransitionCompiler.compile(task, none, variables);
        state = TransitionCompiler.initial(task, transitions);
        this.task = task;
    }

    @Override
    public List<String> state() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < task.variables().size(); i++) {
            int value = (int) ((state[i >>> 6] >>> i) & 1);
            values.add(task.variables().get(i).values().get(value));
        }
        return values;
    }

    @Override
    public List<Applicable> applicable() {
        List<Applicable> found = new ArrayList<>();
        for (int operator : transitions.applicable(state)) {
            SasTask.Operator of = task.operators().get(operator);
            found.add(new Applicable(operator, of.name(), of.effects().size()));
        }
        return found;
    }

    @Override
    public List<String> apply(int operator) {
        state = transitions.apply(state, operator);
        List<String> effects = new ArrayList<>();
        for (SasTask.Effect effect : task.operators().get(operator).effects()) {
            effects.add(task.variables().get(effect.variable()).values().get(effect.value()));
        }
        return effects;
    }

    @Override
    public boolean goal() {
        return transitions.won(state);
    }

    @Override
    public void close() {
        state = new long[0];
    }
}
