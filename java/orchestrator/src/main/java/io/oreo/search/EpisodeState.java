package io.oreo.search;

import static java.util.Objects.requireNonNull;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Episode;
import io.oreo.environment.EpisodeEnd;
import io.oreo.environment.GameId;
import io.oreo.environment.Transcript;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator.Completion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One episode on its way, and the candidates for its next action. Used by one thread. */
final class EpisodeState {

    private final SearchInput.Start start;
    private @Nullable Episode episode;
    private Optional<EpisodeEnd> end;
    private EpisodePath path;
    private boolean over;
    private long tokensSpent;
    private final List<Node> nodes = new ArrayList<>();
    private int lastNode = SearchTrace.NO_PARENT;

    private EpisodeState(
            SearchInput.Start start, @Nullable Episode episode, Optional<EpisodeEnd> end) {
        this.start = start;
        this.episode = episode;
        this.end = end;
        this.path = EpisodePath.of(start.prompt().tokenIds());
        this.over = end.isPresent();
    }

    /** Opens the game; one that cannot be opened is an episode that failed. */
    static EpisodeState open(EpisodeRules rules, SearchInput.Start start) {
        GameId game = new GameId(start.prompt().problem().id().value());
        try {
            Episode episode = Episode.start(rules.environment(), game, rules.stepLimit());
            EpisodeState state = new EpisodeState(start, episode, episode.end());
            if (!state.over && rules.isFull(state.path.size())) {
                state.path = state.path.full();
                state.over = true;
            }
            return state;
        } catch (EnvironmentException e) {
            if (!e.ofOneGame()) {
                throw e;
            }
            return new EpisodeState(
                    start,
                    null,
                    Optional.of(new EpisodeEnd.Failed(e.kind(), String.valueOf(e.getMessage()))));
        }
    }

    boolean isOpen() {
        return !over;
    }

    EpisodePath path() {
        return path;
    }

    Seed seed() {
        return start.seed();
    }

    /**
     * The written actions as candidates: one goes on with the episode itself, several go on with
     * forks of it; a command that was written twice is a candidate once.
     */
    List<Candidate> candidates(List<Completion> written) {
        Episode playing = requireNonNull(episode, "the episode is not open");
        written.forEach(action -> tokensSpent += action.tokenIds().size());
        if (written.size() == 1) {
            return List.of(new Candidate(playing, path, written.getFirst()));
        }
        Map<String, Completion> distinct = new LinkedHashMap<>();
        written.forEach(action -> distinct.putIfAbsent(Transcript.command(action.text()), action));
        List<Candidate> candidates = new ArrayList<>();
        for (Completion action : distinct.values()) {
            candidates.add(new Candidate(ActionSearch.fork(playing), path, action));
        }
        return candidates;
    }

    /** Goes on with the first of the candidates of highest value. */
    void take(List<Candidate> candidates, List<Double> values) {
        int best = 0;
        for (int i = 1; i < candidates.size(); i++) {
            best = values.get(i) > values.get(best) ? i : best;
        }
        int parent = lastNode;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            OptionalDouble value =
                    values.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(values.get(i));
            NodeStatus status = i == best ? candidate.status() : NodeStatus.PRUNED;
            lastNode = i == best ? nodes.size() : lastNode;
            nodes.add(
                    new Node(
                            nodes.size(),
                            parent,
                            candidate.action.text(),
                            candidate.action.tokenIds().size(),
                            value,
                            status));
        }
        Candidate taken = candidates.get(best);
        if (episode != null && episode != taken.episode) {
            episode.close();
        }
        episode = taken.episode;
        end = taken.episode.end();
        path = taken.path;
        over = !taken.isOpen();
    }

    /** Closes the candidates that were not taken. */
    void closeOthers(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.episode != episode) {
                candidate.episode.close();
            }
        }
    }

    PlayedEpisode played() {
        return new PlayedEpisode(start.prompt(), path, end, tokensSpent, nodes, lastNode);
    }

    void close() {
        if (episode != null) {
            episode.close();
        }
    }

    /** An action and where it leads. */
    static final class Candidate {
        private final Episode episode;
        private final Completion action;
        private EpisodePath path;
        private boolean open = true;

        Candidate(Episode episode, EpisodePath before, Completion action) {
            this.episode = episode;
            this.action = action;
            this.path = before.acted(action);
        }

        /**
         * Plays the action, unless the policy ended the episode (in plain text the end token says
         * so) or the action was cut by the end of the context.
         */
        void play(EpisodeRules rules) {
            boolean gaveUp =
                    action.finishReason() == FinishReason.END_TOKEN && !rules.transcript().chat();
            boolean unfinished =
                    action.finishReason() == FinishReason.LENGTH && rules.isFull(path.size());
            if (gaveUp || unfinished) {
                open = false;
                return;
            }
            episode.step(Transcript.command(action.text()));
            open = episode.end().isEmpty();
            if (!open) {
                path = path.ended();
            }
        }

        boolean isOpen() {
            return open;
        }

        boolean won() {
            return episode.won();
        }

        EpisodePath path() {
            return path;
        }

        /** What the policy is shown next; a command that was cut gets its line ended. */
        String shows(Transcript transcript) {
            boolean cut = action.finishReason() == FinishReason.LENGTH && !transcript.chat();
            return (cut ? Transcript.COMMAND_END : "")
                    + transcript.shown(transcript.format(episode.observation()));
        }

        /** Takes in what was shown; the episode ends if it leaves no room for an action. */
        void observe(IntVector tokens, String text, EpisodeRules rules) {
            if (rules.isFull(path.size() + tokens.size())) {
                path = path.full();
                open = false;
            } else {
                path = path.observed(tokens, text);
            }
        }

        private NodeStatus status() {
            if (open) {
                return NodeStatus.KEPT;
            }
            return path.reason() == FinishReason.LENGTH
                    ? NodeStatus.TRUNCATED
                    : NodeStatus.FINISHED;
        }
    }
}
