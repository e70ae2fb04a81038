package io.oreo.schedule;

import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.environment.Transcript;
import io.oreo.grading.Grader;
import io.oreo.search.EpisodePlay;
import io.oreo.search.EpisodeRules;
import io.oreo.search.PlayedEpisode;
import io.oreo.search.SearchInput;
import io.oreo.task.TaskKind;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.StepRule;
import io.oreo.worker.Tokenizer.Turn;
import io.oreo.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The problems of a run that are games: how they are read, played and judged. */
final class Games {

    private static final String GRADER = "episode/1";

    private final RunContext run;
    private final TaskKind.Played kind;

    private Games(RunContext run, TaskKind.Played kind) {
        this.run = run;
        this.kind = kind;
    }

    /** Nothing where problems are answered by one response. */
    static Optional<Games> of(RunContext run) {
        return switch (run.task().kind()) {
            case TaskKind.Answered _ -> Optional.empty();
            case TaskKind.Played played -> Optional.of(new Games(run, played));
        };
    }

    /** What ends a step: of a response the task's rule, of an episode the end of an action. */
    static StepRule stepRule(RunContext run) {
        return of(run).map(games -> EpisodeRules.stepRule(games.transcript()))
                .orElseGet(() -> run.task().stepRule());
    }

    Transcript transcript() {
        return new Transcript(run.settings().model().chatTemplate(), kind.admissibleShown());
    }

    /** The start of a game as a turn. */
    Turn question(Problem problem) {
        return new Turn("user", transcript().shown(problem.prompt()), false);
    }

    /**
     * A play of the worked solution: actions and observations in turn.
     *
     * @throws RunException if it does not win
     */
    List<Turn> demonstration(Problem problem) {
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
                    String told = transcript.told(episode.observation());
                    turns.add(new Turn("user", transcript.shown(told), false));
                }
            }
            if (!episode.won()) {
                throw new RunException(
                        "the worked solution of game %s does not win it: %s"
                                .formatted(problem.id(), commands));
            }
        }
        return List.copyOf(turns);
    }

    /** Plays with a policy, in one worker. */
    EpisodePlay play(Worker worker, ModelLoad policy, Optional<ModelLoad> critic, int batchSize) {
        return new EpisodePlay(
                new SearchInput.Players(
                        worker.generator(policy),
                        critic.map(worker::valueModel),
                        worker.tokenizer(policy.source())),
                new EpisodeRules(
                        kind.environment(),
                        transcript(),
                        kind.stepLimit(),
                        run.settings().collect().maxNewTokens(),
                        run.settings().model().maxLength(),
                        batchSize));
    }

    /** 1 for a win, 0 for any other end; an episode that failed is broken. */
    static Outcome outcome(PlayedEpisode played) {
        if (played.failed()) {
            return new Outcome.Broken(played.ending());
        }
        if (!played.won()) {
            return new Outcome.Graded(new Verdict.Wrong("", played.ending()), 0, GRADER);
        }
        return played.path().tokens().actionMask().count() == 0
                ? new Outcome.Broken("it was won before the first action")
                : new Outcome.Graded(new Verdict.Correct("won", played.ending()), 1, GRADER);
    }

    /** What the episodes themselves say, in the place of a grader. */
    static Grader judged(List<PlayedEpisode> episodes) {
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
