package io.oreo.interaction;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.environment.Transcript;
import io.oreo.grading.Grader;
import io.oreo.search.ActionChoice;
import io.oreo.search.EpisodePath;
import io.oreo.search.EpisodePlay;
import io.oreo.search.EpisodeRules;
import io.oreo.search.PlayedEpisode;
import io.oreo.search.SearchInput;
import io.oreo.search.strategy.ActionStrategy;
import io.oreo.search.strategy.BestAction;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.task.TaskException;
import io.oreo.task.TaskKind;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Problems that are games: how they are read, played and how they come out. */
record PlayedInteraction(TaskKind.Played kind, InteractionRules rules) implements Interaction {

    private static final String GRADER = "episode/1";
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private Transcript transcript() {
        return new Transcript(rules.chatTemplate(), kind.admissibleShown());
    }

    @Override
    public Turn question(Problem problem) {
        return new Turn("user", transcript().shown(problem.prompt()), false);
    }

    /** Commands and observations in turn. */
    @Override
    public List<Turn> demonstration(Problem problem) {
        Transcript transcript = transcript();
        List<Turn> turns = new ArrayList<>(List.of(question(problem)));
        List<String> commands = problem.solution().orElse("").lines().toList();
        try (Episode episode =
                Episode.start(
                        kind.environment(),
                        new GameId(problem.id().value()),
                        Math.max(1, commands.size()))) {
            for (String command : commands) {
                if (episode.end().isPresent()) {
                    break;
                }
                turns.add(new Turn("assistant", transcript.said(command), true));
                episode.step(command);
                if (episode.end().isEmpty()) {
                    String text = transcript.format(episode.observation());
                    turns.add(new Turn("user", transcript.shown(text), false));
                }
            }
            if (!episode.won()) {
                throw new TaskException(
                        "the worked solution of game %s does not win it: %s"
                                .formatted(problem.id(), commands));
            }
        }
        return List.copyOf(turns);
    }

    @Override
    public FinishReason demonstrationEnd() {
        return FinishReason.STEP_END;
    }

    @Override
    public boolean demonstrationEndsWithToken() {
        return rules.chatTemplate();
    }

    @Override
    public StepRule stepRule() {
        return EpisodeRules.stepRule(transcript());
    }

    @Override
    public boolean oneResponse() {
        return false;
    }

    /** Episodes bring their outcomes. */
    @Override
    public List<Attempted> attempt(Models models, List<Start> starts, Sampler sampler) {
        return play(
                        models,
                        Math.max(1, starts.size()),
                        starts.stream()
                                .map(each -> new SearchInput.Start(each.prompt(), each.seed()))
                                .toList(),
                        ActionChoice.written(sampler))
                .stream()
                .map(PlayedInteraction::attempted)
                .toList();
    }

    private static Attempted attempted(PlayedEpisode episode) {
        EpisodePath path = episode.path();
        return new Attempted(path.tokens(), path.text(), path.reason(), outcome(episode));
    }

    @Override
    public Solved solve(Models models, List<Prompt> prompts, Search search) {
        require(search.strategy());
        List<PlayedEpisode> episodes =
                play(
                        models,
                        search.batchSize(),
                        prompts.stream().map(prompt -> start(prompt, search)).toList(),
                        choice(search.strategy()));
        String label = search.strategy().label();
        return new Solved(
                episodes.stream().map(episode -> episode.result(label)).toList(), grader(episodes));
    }

    private static SearchInput.Start start(Prompt prompt, Search search) {
        return new SearchInput.Start(prompt, search.seed().child(prompt.problem().id().value()));
    }

    /**
     * Plays with a policy, in one worker. If the environment goes away, it is reached anew and all
     * episodes are played from their starts, to the same end.
     */
    private List<PlayedEpisode> play(
            Models models, int batchSize, List<SearchInput.Start> starts, ActionChoice choice) {
        EpisodePlay play =
                new EpisodePlay(
                        new SearchInput.Players(
                                models.worker().generator(models.policy()),
                                models.critic().map(models.worker()::valueModel),
                                models.worker().tokenizer(models.policy().source())),
                        new EpisodeRules(
                                kind.environment(),
                                transcript(),
                                kind.stepLimit(),
                                rules.maxNewTokens(),
                                rules.maxLength(),
                                batchSize));
        for (int attempt = 1; ; attempt++) {
            try {
                if (attempt > 1) {
                    kind.environment().revive();
                }
                return play.play(starts, choice);
            } catch (EnvironmentException failed) {
                if (failed.kind() != Kind.LOST || attempt >= rules.tries()) {
                    throw failed;
                }
                rules.notes()
                        .accept(
                                "The batch is played anew (attempt %d of %d): %s"
                                        .formatted(
                                                attempt + 1, rules.tries(), failed.getMessage()));
                pause(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 6)), failed);
            }
        }
    }

    private static void pause(Duration time, EnvironmentException failed) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    @Override
    public Optional<Grader> grader() {
        return Optional.empty();
    }

    @Override
    public void require(SearchStrategy strategy) {
        if (choice(strategy).candidates() > 1 && !kind.environment().forks()) {
            throw new TaskException(
                    ("%s compares actions by what follows them, but plays of %s do not fork; take"
                         + " this search out of evaluation.search, or play in an environment that"
                         + " forks (a server of environments/remote: --fork copy or --fork replay)")
                            .formatted(strategy.label(), kind.environment().name()));
        }
    }

    @Override
    public SearchStrategy valueSearch(int width) {
        return kind.environment().forks() ? new BestAction(width, 1) : new Greedy();
    }

    /** How a search chooses actions. */
    static ActionChoice choice(SearchStrategy strategy) {
        if (strategy instanceof ActionStrategy overActions) {
            return ActionChoice.of(overActions);
        }
        throw new TaskException(
                "games are not searched by %s; use one of %s"
                        .formatted(
                                strategy.label(),
                                String.join(", ", StrategyTable.names(ActionStrategy.class))));
    }

    /** 1 for a win, 0 for any other end; an episode that failed is broken. */
    static Outcome outcome(PlayedEpisode played) {
        if (played.failed()) {
            return new Outcome.Broken(played.ending());
        }
        if (!played.won()) {
            return new Outcome.Graded(new Verdict.Incorrect("", played.ending()), 0, GRADER);
        }
        return played.path().tokens().actionMask().count() == 0
                ? new Outcome.Broken("it was won before the first action")
                : new Outcome.Graded(new Verdict.Correct("won", played.ending()), 1, GRADER);
    }

    /** What the episodes themselves say, in the place of a grader. */
    static Grader grader(List<PlayedEpisode> episodes) {
        Map<ProblemId, Outcome> outcomes = new HashMap<>();
        episodes.forEach(each -> outcomes.put(each.prompt().problem().id(), outcome(each)));
        return new Grader() {
            @Override
            public String name() {
                return GRADER;
            }

            @Override
            public List<Outcome> grade(List<Answered> responses) {
                return responses.stream()
                        .map(
                                answered ->
                                        outcomes.getOrDefault(
                                                answered.problem().id(),
                                                new Outcome.Broken("it was not played")))
                        .toList();
            }
        };
    }
}
