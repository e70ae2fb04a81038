package io.oreo.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Transcript;
import io.oreo.evaluation.ProblemResult;
import io.oreo.evaluation.ResultGrader;
import io.oreo.search.ActionChoice;
import io.oreo.search.EpisodePlay;
import io.oreo.search.EpisodeRules;
import io.oreo.search.PlayedEpisode;
import io.oreo.search.SearchInput;
import io.oreo.search.strategy.BestAction;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.task.TaskException;
import io.oreo.task.TaskKind;
import io.oreo.testing.Corridor;
import io.oreo.testing.Letters;
import io.oreo.testing.WalkPolicy;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.trajectory.Verdict;
import io.oreo.worker.Tokenizer.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlayedInteractionTest {

    private static List<PlayedEpisode> play(String word, String... games) {
        WalkPolicy policy = new WalkPolicy(word);
        return new EpisodePlay(
                        new SearchInput.Players(policy, Optional.empty(), policy.letters()),
                        new EpisodeRules(new Corridor(true), new Transcript(false, 0), 2, 8, 0, 10))
                .play(
                        Stream.of(games).map(PlayedInteractionTest::start).toList(),
                        ActionChoice.written(Sampler.GREEDY));
    }

    private static SearchInput.Start start(String game) {
        Problem problem =
                new Problem(new ProblemId(game), "go", "won", Optional.empty(), "corridors", "{}");
        return new SearchInput.Start(new Prompt(problem, Letters.prompt("go\n>")), new Seed(1));
    }

    @Test
    void anEpisodeSaysItselfHowItCameOut() {
        List<PlayedEpisode> played = play("right", "2", "3", "broken");
        Outcome.Graded won =
                assertInstanceOf(Outcome.Graded.class, PlayedInteraction.outcome(played.get(0)));
        assertEquals(1, won.reward());
        Outcome.Graded late =
                assertInstanceOf(Outcome.Graded.class, PlayedInteraction.outcome(played.get(1)));
        assertEquals(0, late.reward());
        assertEquals(new Verdict.Incorrect("", "the steps were used up"), late.verdict());
        assertEquals(
                new Outcome.Broken("the game is broken"), PlayedInteraction.outcome(played.get(2)));
    }

    @Test
    void anEvaluationIsGradedByTheEpisodes() {
        List<PlayedEpisode> played = play("right", "3", "2", "broken");
        List<ProblemResult> graded =
                new ResultGrader(PlayedInteraction.grader(played))
                        .grade(
                                played.stream().map(each -> each.result("greedy")).toList(),
                                Set.of(new ProblemId("2")));
        assertEquals(
                List.of(false, true, false), graded.stream().map(ProblemResult::correct).toList());
        assertEquals("corridors", graded.getFirst().group());
        assertEquals(2, graded.get(1).trace().orElseThrow().nodes().size());
        assertTrue(graded.get(2).answer().verdict().ruleOrWhy().contains("the game is broken"));
    }

    @Test
    void onlySearchesOfActionsPlayGames() {
        assertEquals(
                new ActionChoice(5, Sampler.PLAIN), PlayedInteraction.choice(new BestAction(5, 1)));
        assertEquals(ActionChoice.written(Sampler.GREEDY), PlayedInteraction.choice(new Greedy()));
        TaskException refused =
                assertThrows(
                        TaskException.class, () -> PlayedInteraction.choice(new StepBeam(4, 4)));
        assertEquals(
                "games are not searched by step-beam 4x4; use one of greedy, sample, best-action",
                refused.getMessage());
    }

    @Test
    void actionsAreComparedOnlyWherePlaysFork() {
        SearchStrategy best = new BestAction(5, 1);
        interaction(new Corridor(true), 1, _ -> {}).require(best);
        Interaction unforkable = interaction(new Corridor(false), 1, _ -> {});
        String why =
                String.valueOf(
                        assertThrows(TaskException.class, () -> unforkable.require(best))
                                .getMessage());
        assertTrue(why.contains("best-action-5") && why.contains("corridor do not fork"), why);
        unforkable.require(new Greedy());
        assertEquals(new Greedy(), unforkable.valueSearch(5));
    }

    @Test
    void anEnvironmentThatComesBackIsPlayedAnewToTheSameEnd() {
        List<String> notes = new ArrayList<>();
        Vanishing vanishing = new Vanishing(1);
        assertEquals(
                attempts(interaction(new Corridor(true), 1, notes::add)),
                attempts(interaction(vanishing, 2, notes::add)));
        assertEquals(1, vanishing.revived.get());
        assertEquals(1, notes.size());
        assertTrue(notes.getFirst().contains("attempt 2 of 2): gone"), notes.getFirst());
    }

    @Test
    void anEnvironmentThatStaysAwayStopsTheRun() {
        Interaction lost = interaction(new Vanishing(2), 2, _ -> {});
        EnvironmentException gone = assertThrows(EnvironmentException.class, () -> attempts(lost));
        assertEquals(EnvironmentException.Kind.LOST, gone.kind());
    }

    @Test
    void aDemonstrationIsPlayedAndMustWin() {
        Interaction interaction = interaction(new Corridor(true), 1, _ -> {});
        assertEquals(
                List.of("go\n>", " right\n", "At 1, go to 2.\n>", " right\n"),
                interaction.demonstration(shown("2", "right\nright")).stream()
                        .map(Turn::text)
                        .toList());
        assertThrows(
                TaskException.class, () -> interaction.demonstration(shown("2", "left\nright")));
    }

    private static Problem shown(String game, String solution) {
        return new Problem(
                new ProblemId(game), "go", "won", Optional.of(solution), "corridors", "{}");
    }

    private static Interaction interaction(
            Environment environment, int tries, Consumer<String> notes) {
        return new PlayedInteraction(
                new TaskKind.Played(environment, 6, 0),
                new InteractionRules(false, 8, 0, tries, notes));
    }

    private static List<Interaction.Attempted> attempts(Interaction interaction) {
        return interaction.attempt(
                new Interaction.Models(
                        new WalkWorker(new WalkPolicy("right", "left")),
                        WalkWorker.POLICY,
                        Optional.empty()),
                Stream.of("2", "3")
                        .map(game -> start(game).prompt())
                        .map(prompt -> new Interaction.Start("a", prompt, new Seed(5)))
                        .toList(),
                Sampler.PLAIN);
    }
}
