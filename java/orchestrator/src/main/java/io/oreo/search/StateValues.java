package io.oreo.search;

import io.oreo.trajectory.IntVector;
import io.oreo.worker.ValueModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Gatherers;

/** Reads the values of many states in full batches; equal states are asked for once. */
final class StateValues {

    private final ValueModel valueModel;
    private final int batchSize;

    StateValues(ValueModel valueModel, int batchSize) {
        this.valueModel = valueModel;
        this.batchSize = batchSize;
    }

    /** Values at the last states of the attempts, in their order. */
    List<Double> ofLastStates(List<Attempt> attempts) {
        return of(attempts.stream().map(StateValues::state).toList());
    }

    /** Values of states, each as its tokens, in their order. */
    List<Double> of(List<IntVector> states) {
        Map<IntVector, Double> values = new LinkedHashMap<>();
        states.forEach(state -> values.put(state, 0.0));
        states.stream()
                .distinct()
                .gather(Gatherers.windowFixed(batchSize))
                .toList()
                .forEach(batch -> read(batch, values));
        return states.stream().map(state -> values.getOrDefault(state, 0.0)).toList();
    }

    private void read(List<IntVector> states, Map<IntVector, Double> values) {
        List<ValueModel.Item> items = new ArrayList<>();
        for (IntVector state : states) {
            items.add(new ValueModel.Item(Integer.toString(items.size()), state, IntVector.of()));
        }
        List<List<Double>> replies = valueModel.estimate(items);
        for (int i = 0; i < items.size(); i++) {
            values.put(states.get(i), replies.get(i).getFirst());
        }
    }

    private static IntVector state(Attempt attempt) {
        return attempt.tokenIds().slice(0, attempt.lastState());
    }
}
