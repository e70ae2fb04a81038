package io.oreo.evaluation.probe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Trajectory;
import java.util.List;
import java.util.OptionalInt;

/**
 * An attempt and what each source says of its states: the prompt, then the state after each step.
 * The last one is that in which the end token is chosen, for the state after it is terminal.
 *
 * @param problem what was attempted
 * @param reward what it earned; at least one half is correct
 * @param correctSteps steps before the first incorrect one, all of them if none is incorrect; empty
 *     if nobody labelled the steps
 * @param scores one list per source of the probe, in its order: one number per state, steps + 1
 */
public record ProbedAttempt(
        ProblemId problem,
        double reward,
        @JsonProperty("rightSteps") OptionalInt correctSteps,
        List<List<Double>> scores) {

    public ProbedAttempt {
        scores = scores.stream().map(List::copyOf).toList();
        if (scores.isEmpty() || scores.getFirst().size() < 2) {
            throw new IllegalArgumentException(problem + " has no step that a source has scored");
        }
        int states = scores.getFirst().size();
        if (scores.stream().anyMatch(each -> each.size() != states)) {
            throw new IllegalArgumentException(problem + " has sources of different lengths");
        }
        if (correctSteps.isPresent()
                && (correctSteps.getAsInt() < 0 || correctSteps.getAsInt() > states - 1)) {
            throw new IllegalArgumentException(
                    "%s has %d steps and %d correct ones"
                            .formatted(problem, states - 1, correctSteps.getAsInt()));
        }
    }

    /** Whether its outcome is correct. */
    public boolean correct() {
        return reward >= Trajectory.CORRECT_FROM;
    }

    /** Number of steps. */
    public int steps() {
        return scores.getFirst().size() - 1;
    }

    /** Score of a state: 0 is the prompt, {@code steps} the last. */
    public double score(int source, int state) {
        return scores.get(source).get(state);
    }

    /** By how much a step, from 0, changed the score: the step's advantage. */
    public double change(int source, int step) {
        return score(source, step + 1) - score(source, step);
    }

    /** Whether a step, from 0, is labelled as the first incorrect one. */
    boolean isFirstIncorrect(int step) {
        return correctSteps.isPresent() && correctSteps.getAsInt() == step;
    }
}
