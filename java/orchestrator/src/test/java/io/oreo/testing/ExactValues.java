package io.oreo.testing;

import io.oreo.trajectory.IntVector;
import io.oreo.worker.ValueModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A critic whose value is a known function of the state. */
public final class ExactValues implements ValueModel {

    private final ToDoubleFunction<IntVector> value;
    private final List<List<IntVector>> calls = new ArrayList<>();

    public ExactValues(ToDoubleFunction<IntVector> value) {
        this.value = value;
    }

    /** The states of each call so far. */
    public List<List<IntVector>> calls() {
        return List.copyOf(calls);
    }

    @Override
    public List<List<Double>> estimate(List<Item> items) {
        calls.add(items.stream().map(Item::tokenIds).toList());
        return items.stream().map(this::values).toList();
    }

    private List<Double> values(Item item) {
        IntVector tokens = item.tokenIds();
        return item.statePositions().isEmpty()
                ? List.of(value.applyAsDouble(tokens))
                : item.statePositions().stream()
                        .mapToObj(end -> value.applyAsDouble(tokens.slice(0, end)))
                        .toList();
    }
}
