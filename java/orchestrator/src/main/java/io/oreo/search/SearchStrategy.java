package io.oreo.search;

import io.oreo.trajectory.Sampler;

/** How to search. Pure data: it is stored with the run and printed in the report. */
public sealed interface SearchStrategy {

    /** Most steps of a step-level search unless told otherwise (oreo.md, section 6). */
    int STEPS_MAX = 20;

    /** One response, always the most likely token. */
    record Greedy() implements SearchStrategy {}

    /** One sampled response. */
    record Sample(Sampler sampler) implements SearchStrategy {}

    /**
     * Step-level beam search by value (oreo.md, section 6).
     *
     * @param width partial solutions kept after each step
     * @param expansions next steps sampled from each of them
     * @param depthMax most steps of a solution
     * @param sampler how the steps are sampled
     */
    record StepBeam(int width, int expansions, int depthMax, Sampler sampler)
            implements SearchStrategy {
        public StepBeam {
            positive(width, "width");
            positive(expansions, "expansions");
            positive(depthMax, "depthMax");
        }

        /** Sampled from the policy itself, with the usual limit of steps. */
        public StepBeam(int width, int expansions) {
            this(width, expansions, STEPS_MAX, Sampler.PLAIN);
        }
    }

    /** Of {@code attempts} sampled responses the one with the highest value. */
    record BestOfN(int attempts, Sampler sampler) implements SearchStrategy {
        public BestOfN {
            positive(attempts, "attempts");
        }
    }

    /** Of {@code attempts} sampled responses one with the most frequent answer. */
    record Majority(int attempts, Sampler sampler) implements SearchStrategy {
        public Majority {
            positive(attempts, "attempts");
        }
    }

    /** Like {@link Majority}, each vote weighing what the value model thinks of its response. */
    record ValueWeightedVote(int attempts, Sampler sampler) implements SearchStrategy {
        public ValueWeightedVote {
            positive(attempts, "attempts");
        }
    }

    /**
     * Diverse verifier tree search: independent trees, each a beam of width one.
     *
     * @param subtrees number of trees
     * @param expansions next steps sampled in each tree
     * @param depthMax most steps of a solution
     * @param sampler how the steps are sampled
     */
    record Dvts(int subtrees, int expansions, int depthMax, Sampler sampler)
            implements SearchStrategy {
        public Dvts {
            positive(subtrees, "subtrees");
            positive(expansions, "expansions");
            positive(depthMax, "depthMax");
        }
    }

    /**
     * Best-of-K actions (oreo.md, section 6), for games only: of {@code candidates} actions the one
     * whose resulting state has the highest value.
     */
    record BestAction(int candidates, Sampler sampler) implements SearchStrategy {
        public BestAction {
            positive(candidates, "candidates");
        }
    }

    /** Whether a value model is asked. */
    default boolean needsValues() {
        return switch (this) {
            case Greedy _, Sample _, Majority _ -> false;
            case StepBeam _, BestOfN _, ValueWeightedVote _, Dvts _, BestAction _ -> true;
        };
    }

    /** Short name for tables, e.g. {@code step-beam 4x4}, or {@code step-beam 4x4 T=0.3}. */
    default String label() {
        return switch (this) {
            case Greedy _ -> "greedy";
            case Sample sample -> "sample" + heat(sample.sampler());
            case StepBeam beam ->
                    "step-beam " + beam.width() + "x" + beam.expansions() + heat(beam.sampler());
            case BestOfN best -> "best-of-" + best.attempts() + heat(best.sampler());
            case Majority majority -> "majority-" + majority.attempts() + heat(majority.sampler());
            case ValueWeightedVote vote -> "value-vote-" + vote.attempts() + heat(vote.sampler());
            case BestAction best -> "best-action-" + best.candidates() + heat(best.sampler());
            case Dvts trees ->
                    "dvts " + trees.subtrees() + "x" + trees.expansions() + heat(trees.sampler());
        };
    }

    private static String heat(Sampler sampler) {
        return sampler.temperature() == 1 ? "" : " T=" + sampler.temperature();
    }

    private static void positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "a search with " + name + " = " + value + "; it must be at least 1");
        }
    }
}
