package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.search.EpisodeState.Candidate;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator;
import io.oreo.worker.Generator.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Gatherers;

/**
 * Plays many episodes in lock step: the policy writes an action for each that is open, the
 * environment answers, and the answer's tokens are appended. With several candidates an action,
 * each is played in a fork and the one is taken whose resulting state has the highest value
 * (best-of-K actions).
 *
 * <p>Which prefixes share a worker call follows from the episodes alone: those that are open, in
 * their order. A game that fails ends its episode only.
 */
public final class EpisodePlay {

    private final SearchInput.Players models;
    private final EpisodeRules rules;
    private final Observations observations;

    public EpisodePlay(SearchInput.Players models, EpisodeRules rules) {
        this.models = requireNonNull(models, "models is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.observations = new Observations(models.tokenizer(), rules.transcript());
    }

    /**
     * Plays all episodes to their ends. One result each, in their order.
     *
     * @throws IllegalArgumentException if there are several candidates and no value model
     * @throws io.oreo.environment.EnvironmentException if there are several candidates and the
     *     environment cannot fork
     * @throws io.oreo.worker.WorkerException if a worker fails
     */
    public List<PlayedEpisode> play(List<SearchInput.Start> starts, ActionChoice choice) {
        if (choice.needsValues() && models.valueModel().isEmpty()) {
            throw new IllegalArgumentException(
                    "a choice among several actions needs a value model; none is given");
        }
        List<EpisodeState> all = new ArrayList<>();
        try {
            starts.forEach(start -> all.add(EpisodeState.open(rules, start)));
            List<EpisodeState> open = open(all);
            while (!open.isEmpty()) {
                turn(open, choice);
                open = open(open);
            }
            return all.stream().map(EpisodeState::played).toList();
        } finally {
            all.forEach(EpisodeState::close);
        }
    }

    private static List<EpisodeState> open(List<EpisodeState> states) {
        return states.stream().filter(EpisodeState::isOpen).toList();
    }

    /** An action of every open episode. */
    private void turn(List<EpisodeState> open, ActionChoice choice) {
        List<Completion> written = write(open, choice);
        List<List<Candidate>> candidates = new ArrayList<>();
        try {
            for (int i = 0; i < open.size(); i++) {
                int from = i * choice.candidates();
                candidates.add(
                        open.get(i).candidates(written.subList(from, from + choice.candidates())));
            }
            List<Candidate> flat = candidates.stream().flatMap(List::stream).toList();
            flat.forEach(candidate -> candidate.play(rules));
            show(flat);
            List<Double> values = choice.needsValues() ? values(flat) : List.of();
            int next = 0;
            for (int i = 0; i < open.size(); i++) {
                int count = candidates.get(i).size();
                open.get(i)
                        .take(
                                candidates.get(i),
                                values.isEmpty() ? values : values.subList(next, next + count));
                next += count;
            }
        } finally {
            for (int i = 0; i < candidates.size(); i++) {
                open.get(i).closeOthers(candidates.get(i));
            }
        }
    }

    private List<Completion> write(List<EpisodeState> open, ActionChoice choice) {
        List<Generator.Item> items = new ArrayList<>();
        for (EpisodeState state : open) {
            for (int candidate = 0; candidate < choice.candidates(); candidate++) {
                Seed seed = choice.needsValues() ? state.seed().child(candidate) : state.seed();
                items.add(
                        new Generator.Item(
                                Integer.toString(items.size()),
                                state.path().tokens().tokenIds(),
                                seed.value()));
            }
        }
        List<Completion> written = new ArrayList<>();
        for (List<Generator.Item> batch :
                items.stream().gather(Gatherers.windowFixed(rules.batchSize())).toList()) {
            written.addAll(
                    models.generator()
                            .generate(new Generator.Batch(batch, choice.sampler(), rules.stop())));
        }
        if (written.size() != items.size()) {
            throw new IllegalStateException(
                    "the generator answered %d of %d prefixes"
                            .formatted(written.size(), items.size()));
        }
        return written;
    }

    /** Appends what the games show to the candidates that go on. */
    private void show(List<Candidate> candidates) {
        List<Candidate> shown = candidates.stream().filter(Candidate::isOpen).toList();
        List<String> texts = shown.stream().map(c -> c.shows(rules.transcript())).toList();
        List<IntVector> tokens = observations.encode(texts);
        for (int i = 0; i < shown.size(); i++) {
            shown.get(i).observe(tokens.get(i), texts.get(i), rules);
        }
    }

    /** V of the candidates' states; 1 where an episode was won, 0 where it ended otherwise. */
    private List<Double> values(List<Candidate> candidates) {
        List<IntVector> states =
                candidates.stream()
                        .filter(Candidate::isOpen)
                        .map(candidate -> candidate.path().tokens().tokenIds())
                        .toList();
        List<Double> known =
                new StateValues(models.valueModel().orElseThrow(), rules.batchSize()).of(states);
        List<Double> values = new ArrayList<>();
        int next = 0;
        for (Candidate candidate : candidates) {
            values.add(candidate.isOpen() ? known.get(next++) : candidate.won() ? 1.0 : 0.0);
        }
        return values;
    }
}
