package io.oreo.evaluation;

import io.oreo.evaluation.AttemptResult.Written;
import io.oreo.grading.Grader;
import io.oreo.grading.Grader.Answered;
import io.oreo.search.Attempt;
import io.oreo.search.SearchResult;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grades what searches found: the answers, and every whole attempt beside them. */
public final class ResultGrader {

    private final Grader grader;

    public ResultGrader(Grader grader) {
        this.grader = grader;
    }

    /**
     * Grades results, all their responses in one call of the grader. An answer that the grader
     * fails on counts as no answer and says why.
     *
     * @param traced problems whose whole search is kept
     * @return one result each, in their order
     */
    public List<ProblemResult> grade(List<SearchResult> results, Set<ProblemId> traced) {
        List<Answered> answered = new ArrayList<>();
        for (SearchResult result : results) {
            answered.add(new Answered(result.problem(), result.answer().response()));
            for (Attempt attempt : result.attempts()) {
                answered.add(new Answered(result.problem(), attempt.response()));
            }
        }
        List<Outcome> outcomes = grader.grade(answered);
        if (outcomes.size() != answered.size()) {
            throw new IllegalStateException(
                    "grader %s gave %d grades for %d responses"
                            .formatted(grader.name(), outcomes.size(), answered.size()));
        }
        Iterator<Outcome> next = outcomes.iterator();
        List<ProblemResult> graded = new ArrayList<>(results.size());
        for (SearchResult result : results) {
            graded.add(grade(result, next, traced.contains(result.problem().id())));
        }
        return List.copyOf(graded);
    }

    private ProblemResult grade(SearchResult result, Iterator<Outcome> next, boolean traced) {
        AttemptResult answer = attempt(result.answer(), next.next());
        List<AttemptResult> attempts = new ArrayList<>();
        for (Attempt attempt : result.attempts()) {
            attempts.add(attempt(attempt, next.next()));
        }
        return new ProblemResult(
                result.problem().id(),
                result.problem().group(),
                answer,
                attempts,
                result.ending(),
                result.tokensSpent(),
                traced ? Optional.of(result.problem().prompt()) : Optional.empty(),
                traced ? Optional.of(result.trace()) : Optional.empty());
    }

    private AttemptResult attempt(Attempt attempt, Outcome outcome) {
        Outcome.Graded grade =
                switch (outcome) {
                    case Outcome.Graded graded -> graded;
                    case Outcome.Broken(String why) -> failed(why);
                    case Outcome.Ungraded _ -> failed("it gave no grade");
                };
        return new AttemptResult(
                attempt.order(),
                attempt.response(),
                attempt.finishReason(),
                attempt.responseTokens(),
                attempt.stepEnds().size(),
                attempt.value(),
                grade.verdict(),
                grade.reward(),
                grade.grader(),
                Optional.of(written(attempt)));
    }

    private static Written written(Attempt attempt) {
        int prompt = attempt.promptTokens();
        int[] ids = attempt.tokenIds().toArray();
        return new Written(
                IntVector.of(Arrays.copyOfRange(ids, prompt, ids.length)),
                IntVector.of(
                        Arrays.stream(attempt.stepEnds().toArray())
                                .map(end -> end - prompt)
                                .toArray()));
    }

    private Outcome.Graded failed(String why) {
        return new Outcome.Graded(new Verdict.GraderFailed(why), 0, grader.name());
    }
}
