package io.oreo.trajectory;

/** How an attempt came out. A bad attempt is data, not a crash. */
public sealed interface Outcome {

    /**
     * It was graded.
     *
     * @param verdict what the grader says
     * @param reward return of the attempt: 1 is correct, 0 is incorrect; other finite values are
     *     allowed
     * @param grader name and version of the grader, e.g. {@code gsm8k/2}
     */
    record Graded(Verdict verdict, double reward, String grader) implements Outcome {
        public Graded {
            if (!Double.isFinite(reward)) {
                throw new IllegalArgumentException("reward is " + reward);
            }
        }
    }

    /** It could not be graded; it is counted, reported and never trained on. */
    record Broken(String why) implements Outcome {}

    /** Not graded: a demonstration, or an attempt that waits for its grader. */
    record Ungraded() implements Outcome {}
}
