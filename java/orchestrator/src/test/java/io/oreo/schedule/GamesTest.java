package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.Transcript;
import io.oreo.evaluation.Judge;
import io.oreo.evaluation.ProblemResult;
import io.oreo.search.ActionChoice;
import io.oreo.search.EpisodePlay;
import io.oreo.search.EpisodeRules;
import io.oreo.search.PlayedEpisode;
import io.oreo.search.SearchInput;
import io.oreo.search.strategy.BestAction;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GamesTest {

    private static List<PlayedEpisode> play(String word, String... games) {
        WalkPolicy policy = new WalkPolicy(word);
        return new EpisodePlay(
                        new SearchInput.Players(policy, Optional.empty(), policy.letters()),
                        new EpisodeRules(new Corridor(true), new Transcript(false, 0), 2, 8, 0, 10))
                .play(
                        Stream.of(games).map(GamesTest::start).toList(),
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
        Outcome.Graded won = assertInstanceOf(Outcome.Graded.class, Games.outcome(played.get(0)));
        assertEquals(1, won.reward());
        Outcome.Graded late = assertInstanceOf(Outcome.Graded.class, Games.outcome(played.get(1)));
        assertEquals(0, late.reward());
        assertEquals(new Verdict.Wrong("", "the steps were used up"), late.verdict());
        assertEquals(new Outcome.Broken("the game is broken"), Games.outcome(played.get(2)));
    }

    @Test
    void anEvaluationIsJudgedByTheEpisodes() {
        List<PlayedEpisode> played = play("right", "3", "2", "broken");
        List<ProblemResult> judged =
                new Judge(Games.judged(played))
                        .judge(
                                played.stream().map(each -> each.result("greedy")).toList(),
                                Set.of(new ProblemId("2")));
        assertEquals(
                List.of(false, true, false), judged.stream().map(ProblemResult::right).toList());
        assertEquals("corridors", judged.getFirst().group());
        assertEquals(2, judged.get(1).trace().orElseThrow().nodes().size());
        assertTrue(judged.get(2).answer().verdict().ruleOrWhy().contains("the game is broken"));
    }

    @Test
    void onlySearchesOfActionsPlayGames() {
        assertEquals(
                new ActionChoice(5, Sampler.PLAIN),
                ActionChoice.of(planned(new BestAction(5, 1)).overActions()));
        assertEquals(
                ActionChoice.written(Sampler.GREEDY),
                ActionChoice.of(planned(new Greedy()).overActions()));
        RunException refused =
                assertThrows(RunException.class, () -> planned(new StepBeam(4, 4)).overActions());
        assertEquals(
                "games are not searched by step-beam 4x4; use one of greedy, sample, best-action",
                refused.getMessage());
        assertThrows(RunException.class, () -> planned(new BestAction(5, 1)).overResponses());
    }

    private static PlannedEvaluation planned(SearchStrategy search) {
        return new PlannedEvaluation(
                1, Logs.trained("sft", false), Optional.empty(), search, OptionalInt.empty());
    }
}
