package io.oreo.dataset;

import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.ModelVersion;
import io.oreo.trajectory.Origin;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Reward;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.util.List;
import java.util.Optional;

/** Trajectories written out by hand. */
final class SampleTrajectories {

    static final String TOKENIZER = "tokenizer-key";

    private SampleTrajectories() {}

    /** An attempt of three tokens with this reward. */
    static Trajectory graded(String id, String problem, double reward) {
        Verdict verdict =
                reward >= Trajectory.CORRECT_FROM
                        ? new Verdict.Correct("4", "last")
                        : new Verdict.Incorrect("5", "last");
        return attempt(id, problem).graded(new Outcome.Graded(verdict, reward, "grader/1"));
    }

    /** An attempt of three tokens without a grade. */
    static Trajectory attempt(String id, String problem) {
        return new Trajectory(
                id,
                new ProblemId(problem),
                Origin.ROLLOUT,
                Optional.of(new ModelVersion("sft", "content-key")),
                sequence(),
                "4",
                Optional.of(new Sampler(0.7, 0.9, 40)),
                -7,
                FinishReason.LENGTH,
                new Outcome.Ungraded(),
                TOKENIZER);
    }

    /** One trajectory of each kind: what the golden shard holds. */
    static List<Trajectory> oneOfEach() {
        return List.of(
                graded("rollout-right", "sum", 1),
                graded("rollout-wrong", "sum", 0),
                attempt("rollout-broken", "sum").broken("the grader gave no grade"),
                attempt("rollout-ungraded", "difference"),
                new Trajectory(
                        "demonstration-é-\"quoted\"",
                        new ProblemId("difference"),
                        Origin.DEMONSTRATION,
                        Optional.empty(),
                        new TokenSequence(
                                IntVector.of(5, 6, 7, 8),
                                ActionMask.of(false, true, true, true),
                                IntVector.of(2, 4),
                                List.of(new Reward(1, -0.25), new Reward(3, 0.5)),
                                Optional.empty()),
                        "first step\nsecond step",
                        Optional.empty(),
                        0,
                        FinishReason.END_TOKEN,
                        new Outcome.Graded(new Verdict.NoAnswer("no number"), 0.25, "grader/2"),
                        TOKENIZER),
                graded("rollout-slow", "difference", 0)
                        .graded(
                                new Outcome.Graded(
                                        new Verdict.TimedOut("1/3", "boxed"), 0, "grader/2")));
    }

    private static TokenSequence sequence() {
        return new TokenSequence(
                IntVector.of(1, 2, 3),
                ActionMask.afterPrompt(1, 2),
                IntVector.of(3),
                List.of(),
                Optional.of(FloatVector.of(0, -0.5f, -1.25f)));
    }
}
