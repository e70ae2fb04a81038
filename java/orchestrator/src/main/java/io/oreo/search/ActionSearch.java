package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Episode;
import io.oreo.environment.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Best-of-K actions in an environment: the policy proposes K commands, each is played in a fork of
 * the episode, and the critic says which state after them has the highest value.
 *
 * <p>The lookahead is exact and leaves the episode as it was. An environment that cannot fork is
 * refused: to play a command and guess its outcome would be another method.
 */
public final class ActionSearch {

    private static final double WON = 1;
    private static final double NOT_WON = 0;

    private final Critic critic;

    /** What estimates the chance that an episode is still won. */
    @FunctionalInterface
    public interface Critic {
        /** V of the states that episodes are in, one each, in their order. */
        List<Double> values(List<Episode> states);
    }

    /**
     * A command and where it leads.
     *
     * @param command as the policy wrote it
     * @param after what the game shows then
     * @param value V of that state; 1 if the episode is won, 0 if it ended otherwise
     */
    public record Candidate(String command, Observation after, double value) {}

    public ActionSearch(Critic critic) {
        this.critic = requireNonNull(critic, "critic is null");
    }

    /**
     * The candidates, best first; of equal ones the first that was proposed. A command that was
     * proposed twice is played once. The critic is not asked about episodes that ended: their value
     * is known.
     *
     * @param commands what the policy proposes, at least one
     * @throws EnvironmentException if the environment cannot fork
     * @throws IllegalArgumentException if there is no command, or the critic gives another count of
     *     values than it was asked for
     */
    public List<Candidate> rank(Episode episode, List<String> commands) {
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("a choice of actions needs one candidate at least");
        }
        List<String> distinct = List.copyOf(new LinkedHashSet<>(commands));
        List<Episode> forks = new ArrayList<>();
        try {
            for (String command : distinct) {
                Episode fork = fork(episode);
                forks.add(fork);
                fork.step(command);
            }
            return ranked(distinct, forks, values(forks));
        } finally {
            forks.forEach(Episode::close);
        }
    }

    /** A fork, or the reason why there is none. */
    static Episode fork(Episode episode) {
        return episode.fork()
                .orElseThrow(
                        () ->
                                new EnvironmentException(
                                        EnvironmentException.Kind.UNSUPPORTED_GAME,
                                        ("game %s cannot be forked where it is played, so actions"
                                             + " cannot be compared by what follows them; play it"
                                             + " in an engine that forks")
                                                .formatted(episode.game())));
    }

    private List<Double> values(List<Episode> forks) {
        List<Episode> open = forks.stream().filter(fork -> fork.end().isEmpty()).toList();
        List<Double> asked = open.isEmpty() ? List.of() : critic.values(open);
        if (asked.size() != open.size()) {
            throw new IllegalArgumentException(
                    "the critic gave %d values for %d states".formatted(asked.size(), open.size()));
        }
        List<Double> values = new ArrayList<>();
        int next = 0;
        for (Episode fork : forks) {
            values.add(fork.end().isEmpty() ? asked.get(next++) : fork.won() ? WON : NOT_WON);
        }
        return values;
    }

    private static List<Candidate> ranked(
            List<String> commands, List<Episode> forks, List<Double> values) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            candidates.add(
                    new Candidate(commands.get(i), forks.get(i).observation(), values.get(i)));
        }
        candidates.sort((a, b) -> Double.compare(b.value(), a.value()));
        return List.copyOf(candidates);
    }
}
