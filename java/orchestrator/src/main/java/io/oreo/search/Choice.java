package io.oreo.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of several attempts is the answer. Pure functions of attempts in the order of generation,
 * so that the choice among the first k is the choice of a run with k attempts.
 *
 * <p>Finished attempts come first: an unfinished one is chosen only where none is finished. Ties go
 * to the attempt that was generated first.
 */
public final class Choice {

    private static final Comparator<Choosable> BY_VALUE =
            Comparator.comparingDouble(Choice::requiredValue)
                    .thenComparing(Choosable::order, Comparator.reverseOrder());

    private static final Comparator<List<Attempt>> EARLIEST =
            Comparator.comparing(party -> party.getFirst().order(), Comparator.reverseOrder());

    private Choice() {}

    /** Best-of-N: the attempt with the highest value. */
    public static <T extends Choosable> T byValue(List<T> attempts) {
        return eligible(attempts).stream().max(BY_VALUE).orElseThrow(Choice::nothing);
    }

    /**
     * The first attempt that gives the most frequent answer. Attempts without an answer do not
     * vote; if nobody votes, the first attempt is chosen.
     */
    public static Attempt byMajority(List<Attempt> attempts, AnswerKey answerKey) {
        return parties(attempts, answerKey).stream()
                .max(Comparator.<List<Attempt>>comparingInt(List::size).thenComparing(EARLIEST))
                .map(List::getFirst)
                .orElseGet(() -> first(attempts));
    }

    /**
     * The attempt of highest value in the party whose values sum highest, negative values counting
     * as 0; equal sums are decided by the number of votes. If nobody votes, {@link #byValue}.
     */
    public static Attempt byWeightedVote(List<Attempt> attempts, AnswerKey answerKey) {
        return parties(attempts, answerKey).stream()
                .max(
                        Comparator.comparingDouble(Choice::weight)
                                .thenComparingInt(List::size)
                                .thenComparing(EARLIEST))
                .map(Choice::byValue)
                .orElseGet(() -> byValue(attempts));
    }

    private static double weight(List<Attempt> party) {
        return party.stream().mapToDouble(a -> Math.max(0, requiredValue(a))).sum();
    }

    private static double requiredValue(Choosable attempt) {
        return attempt.value()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "attempt " + attempt.order() + " has no value"));
    }

    /** Attempts by the answer they give. */
    private static List<List<Attempt>> parties(List<Attempt> attempts, AnswerKey answerKey) {
        Map<String, List<Attempt>> parties = new LinkedHashMap<>();
        for (Attempt attempt : eligible(attempts)) {
            Optional<String> answer = answerKey.find(attempt.response());
            answer.ifPresent(a -> parties.computeIfAbsent(a, _ -> new ArrayList<>()).add(attempt));
        }
        return List.copyOf(parties.values());
    }

    private static <T extends Choosable> List<T> eligible(List<T> attempts) {
        List<T> finished = attempts.stream().filter(Choosable::finished).toList();
        return finished.isEmpty() ? attempts : finished;
    }

    private static Attempt first(List<Attempt> attempts) {
        return eligible(attempts).stream().findFirst().orElseThrow(Choice::nothing);
    }

    private static IllegalArgumentException nothing() {
        return new IllegalArgumentException("there is no attempt to choose from");
    }
}
