package io.oreo.grading;

import io.oreo.grading.math.Decision;
import io.oreo.grading.math.Prepared;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds the answer of a response and compares it with the problem's reference; pairs that the
 * comparison leaves open go to the second stage, where there is one, all in one call.
 *
 * @param exact name and version; the version is raised whenever a verdict could change
 * @param finder the answer in a response, if there is one
 * @param comparison decides between a found answer and a reference
 * @param canonical brings surely equal answers into equal texts
 * @param hard the second stage; without it an open pair counts as incorrect, and its rule says so
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

    /**
     * A response's answer, and what the first stage says.
     *
     * @param open ways to read the answer that it leaves open; none unless the decision is open
     */
    private record First(
            FoundAnswer answer, String reference, Decision decision, List<String> open) {

        List<HardAnswers.Pair> pairs() {
            return open.stream()
                    .map(
                            text ->
                                    new HardAnswers.Pair(
                                            Prepared.of(text, reference),
                                            Prepared.of(reference, text)))
                    .toList();
        }
    }

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
        List<HardAnswers.Pair> open =
                firsts.stream().flatMap(Optional::stream).flatMap(f -> f.pairs().stream()).toList();
        Iterator<HardAnswers.AnswerMatch> matches = compare(open).iterator();
        List<Outcome> outcomes = new ArrayList<>(firsts.size());
        for (Optional<First> first : firsts) {
            Verdict verdict =
                    first.filter(one -> !one.open().isEmpty() && hard.isPresent())
                            .map(one -> verdict(one, matches))
                            .orElseGet(() -> verdict(first));
            double reward = verdict instanceof Verdict.Correct ? 1 : 0;
            outcomes.add(new Outcome.Graded(verdict, reward, name()));
        }
        return List.copyOf(outcomes);
    }

    @Override
    public Optional<String> answer(String response) {
        return finder.apply(response).map(FoundAnswer::text).map(canonical);
    }

    private List<HardAnswers.AnswerMatch> compare(List<HardAnswers.Pair> open) {
        if (hard.isEmpty() || open.isEmpty()) {
            return List.of();
        }
        List<HardAnswers.AnswerMatch> matches = hard.get().compare(open);
        if (matches.size() != open.size()) {
            throw new IllegalStateException(
                    "%s gave %d matches for %d answers"
                            .formatted(hard.get().name(), matches.size(), open.size()));
        }
        return matches;
    }

    private Optional<First> first(String response, String reference) {
        return finder.apply(response)
                .filter(answer -> !answer.text().isEmpty() || reference.isBlank())
                .map(answer -> decide(answer, reference));
    }

    /** The answer alone, and with those in the boxes before it, where there are such. */
    private First decide(FoundAnswer answer, String reference) {
        List<String> readings = Stream.of(answer.text(), answer.together()).distinct().toList();
        List<String> open = new ArrayList<>();
        for (String reading : readings) {
            switch (comparison.compare(reading, reference)) {
                case SAME -> {
                    return new First(answer, reference, Decision.SAME, List.of());
                }
                case UNSURE -> open.add(reading);
                case DIFFERENT -> {}
            }
        }
        Decision decision = open.isEmpty() ? Decision.DIFFERENT : Decision.UNSURE;
        return new First(answer, reference, decision, List.copyOf(open));
    }

    private static Verdict verdict(Optional<First> first) {
        if (first.isEmpty()) {
            return new Verdict.NoAnswer("no answer was found");
        }
        String text = first.get().answer().text();
        String rule = first.get().answer().rule();
        return switch (first.get().decision()) {
            case SAME -> new Verdict.Correct(text, rule);
            case DIFFERENT -> new Verdict.Incorrect(text, rule);
            case UNSURE -> new Verdict.Incorrect(text, rule + UNSURE);
        };
    }

    /** The verdict on the reading that came off best; takes one match per reading. */
    private static Verdict verdict(First first, Iterator<HardAnswers.AnswerMatch> matches) {
        String best = "";
        HardAnswers.AnswerMatch match = HardAnswers.AnswerMatch.UNREADABLE;
        for (String reading : first.open()) {
            HardAnswers.AnswerMatch next = matches.next();
            if (best.isEmpty() || next.compareTo(match) < 0) {
                best = reading;
                match = next;
            }
        }
        String rule = first.answer().rule();
        return switch (match) {
            case SAME -> new Verdict.Correct(best, rule);
            case TIMED_OUT -> new Verdict.TimedOut(best, rule);
            case DIFFERENT -> new Verdict.Incorrect(best, rule);
            case UNREADABLE -> new Verdict.Incorrect(best, rule + UNSURE);
        };
    }
}
