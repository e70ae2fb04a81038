package io.oreo.evaluation.grading;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds the answer of a response and compares it with the problem's reference.
 *
 * @param name name and version; the version is raised whenever a verdict could change
 * @param finder the answer in a response, if there is one
 * @param comparison decides between a found answer and a reference
 * @param canonical brings surely equal answers into equal texts
 */
record AnswerGrader(
        String name,
        Function<String, Optional<FoundAnswer>> finder,
        Comparison comparison,
        UnaryOperator<String> canonical)
        implements Grader {

    private static final String UNSURE = " (unsure)";

    /** Decides whether two answers are the same. */
    @FunctionalInterface
    interface Comparison {
        Decision compare(String answer, String reference);
    }

    @Override
    public List<Outcome> grade(List<Answered> responses) {
        return responses.stream().map(this::grade).toList();
    }

    @Override
    public Optional<String> answer(String response) {
        return finder.apply(response).map(FoundAnswer::text).map(canonical);
    }

    private Outcome grade(Answered answered) {
        Verdict verdict = verdict(answered.response(), answered.problem().referenceAnswer());
        return new Outcome.Graded(verdict, verdict instanceof Verdict.Correct ? 1 : 0, name);
    }

    /** The verdict on a response to a problem with this reference answer. */
    Verdict verdict(String response, String reference) {
        Optional<FoundAnswer> found = finder.apply(response);
        if (found.isEmpty()) {
            return new Verdict.NoAnswer("no answer was found");
        }
        FoundAnswer answer = found.get();
        return switch (comparison.compare(answer.text(), reference)) {
            case SAME -> new Verdict.Correct(answer.text(), answer.rule());
            case DIFFERENT -> new Verdict.Wrong(answer.text(), answer.rule());
            case UNSURE -> new Verdict.Wrong(answer.text(), answer.rule() + UNSURE);
        };
    }
}
