package io.oreo.evaluation.grading;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds the answer of a response and compares it with the problem's reference; pairs that the
 * comparison leaves open go to the second stage, where there is one, all in one call.
 *
 * @param exact name and version; the version is raised whenever a verdict could change
 * @param finder the answer in a response, if there is one
 * @param comparison decides between a found answer and a reference
 * @param canonical brings surely equal answers into equal texts
 * @param hard the second stage; without it an open pair counts as wrong, and its rule says so
 */
record AnswerGrader(
        String exact,
        Function<String, Optional<FoundAnswer>> finder,
        Comparison comparison,
        UnaryOperator<String> canonical,
        Optional<HardAnswers> hard)
        implements Grader {

    private static final String UNSURE = " (unsure)";

    /** Decides whether two answers are the same. */
    @FunctionalInterface
    interface Comparison {
        Decision compare(String answer, String reference);
    }

    /** A response's answer, and what the first stage says. */
    private record First(FoundAnswer answer, String reference, Decision decision) {}

    @Override
    public String name() {
        return hard.map(second -> exact + "+" + second.name()).orElse(exact);
    }

    @Override
    public List<Outcome> grade(List<Answered> responses) {
        List<Optional<First>> firsts =
                responses.stream()
                        .map(each -> first(each.response(), each.problem().referenceAnswer()))
                        .toList();
        List<HardAnswers.Pair> open = new ArrayList<>();
        for (Optional<First> first : firsts) {
            first.filter(AnswerGrader::isOpen)
                    .ifPresent(
                            one ->
                                    open.add(
                                            new HardAnswers.Pair(
                                                    one.answer().together(), one.reference())));
        }
        var judged = judge(open).iterator();
        List<Outcome> outcomes = new ArrayList<>(firsts.size());
        for (Optional<First> first : firsts) {
            boolean next = first.filter(AnswerGrader::isOpen).isPresent() && hard.isPresent();
            Verdict verdict =
                    next ? verdict(first.orElseThrow().answer(), judged.next()) : verdict(first);
            double reward = verdict instanceof Verdict.Correct ? 1 : 0;
            outcomes.add(new Outcome.Graded(verdict, reward, name()));
        }
        return List.copyOf(outcomes);
    }

    @Override
    public Optional<String> answer(String response) {
        return finder.apply(response).map(FoundAnswer::text).map(canonical);
    }

    private List<HardAnswers.Judgement> judge(List<HardAnswers.Pair> open) {
        if (hard.isEmpty() || open.isEmpty()) {
            return List.of();
        }
        List<HardAnswers.Judgement> judged = hard.get().judge(open);
        if (judged.size() != open.size()) {
            throw new IllegalStateException(
                    "%s gave %d judgements for %d answers"
                            .formatted(hard.get().name(), judged.size(), open.size()));
        }
        return judged;
    }

    private static boolean isOpen(First first) {
        return first.decision() == Decision.UNSURE;
    }

    private Optional<First> first(String response, String reference) {
        return finder.apply(response)
                .filter(answer -> !answer.text().isEmpty() || reference.isBlank())
                .map(answer -> new First(answer, reference, decide(answer, reference)));
    }

    private Decision decide(FoundAnswer answer, String reference) {
        Decision alone = comparison.compare(answer.text(), reference);
        if (alone == Decision.SAME || answer.together().equals(answer.text())) {
            return alone;
        }
        Decision together = comparison.compare(answer.together(), reference);
        return together == Decision.DIFFERENT ? alone : together;
    }

    private static Verdict verdict(Optional<First> first) {
        if (first.isEmpty()) {
            return new Verdict.NoAnswer("no answer was found");
        }
        String text = first.get().answer().text();
        String rule = first.get().answer().rule();
        return switch (first.get().decision()) {
            case SAME -> new Verdict.Correct(text, rule);
            case DIFFERENT -> new Verdict.Wrong(text, rule);
            case UNSURE -> new Verdict.Wrong(text, rule + UNSURE);
        };
    }

    private static Verdict verdict(FoundAnswer answer, HardAnswers.Judgement judgement) {
        return switch (judgement) {
            case SAME -> new Verdict.Correct(answer.together(), answer.rule());
            case DIFFERENT -> new Verdict.Wrong(answer.together(), answer.rule());
            case TIMED_OUT -> new Verdict.TimedOut(answer.together(), answer.rule());
            case UNREADABLE -> new Verdict.Wrong(answer.together(), answer.rule() + UNSURE);
        };
    }
}
