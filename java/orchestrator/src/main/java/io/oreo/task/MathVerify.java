package io.oreo.task;

import io.oreo.grading.HardAnswers;
import io.oreo.worker.AnswerComparer;
import io.oreo.worker.AnswerComparer.AnswerPair;
import io.oreo.worker.AnswerComparer.Compared;
import io.oreo.worker.WorkerPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Gatherers;

/**
 * Math-Verify in the grading processes of a worker, as the second stage of grading. The worker is
 * asked for only when a pair is left open.
 *
 * @param workers where the package is installed
 */
public record MathVerify(Supplier<WorkerPool> workers) implements HardAnswers {

    /** The version that the lock file pins; verdicts quote it. */
    static final String NAME = "math-verify/0.9.0";

    private static final int PAIRS_A_CALL = 200;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<AnswerMatch> compare(List<Pair> pairs) {
        // Attempts at one problem often end in the same answer.
        List<List<Pair>> calls =
                pairs.stream().distinct().gather(Gatherers.windowFixed(PAIRS_A_CALL)).toList();
        Map<Pair, AnswerMatch> matches = new HashMap<>();
        for (List<Pair> some : calls) {
            List<AnswerPair> asked =
                    some.stream()
                            .map(pair -> new AnswerPair(pair.answer(), pair.reference()))
                            .toList();
            Compared compared = workers.get().call(worker -> worker.answers().compare(asked));
            if (!compared.comparer().equals(NAME)) {
                throw new TaskException(
                        ("the worker compares answers with %s, but verdicts are stored as those of"
                                        + " %s; run make setup")
                                .formatted(compared.comparer(), NAME));
            }
            for (int i = 0; i < some.size(); i++) {
                matches.put(some.get(i), match(compared.matches().get(i)));
            }
        }
        return pairs.stream().map(matches::get).toList();
    }

    private static AnswerMatch match(AnswerComparer.AnswerMatch found) {
        return switch (found) {
            case SAME -> AnswerMatch.SAME;
            case DIFFERENT -> AnswerMatch.DIFFERENT;
            case TIMED_OUT -> AnswerMatch.TIMED_OUT;
            case UNREADABLE -> AnswerMatch.UNREADABLE;
        };
    }
}
