package io.oreo.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EpisodeEnd;
import io.oreo.environment.Transcript;
import io.oreo.search.SearchInput.Start;
import io.oreo.search.SearchTrace.NodeStatus;
import io.oreo.testing.Corridor;
import io.oreo.testing.ExactValues;
import io.oreo.testing.Letters;
import io.oreo.testing.WalkPolicy;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.ProblemId;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpisodePlayTest {

    private static final Transcript PLAIN = new Transcript(false, 0);
    private static final ActionChoice GREEDY = ActionChoice.written(Sampler.GREEDY);
    private static final ActionChoice SAMPLE = ActionChoice.written(Sampler.PLAIN);
    private static final EpisodeRules WIDE = rules(PLAIN, 10, 0);

    private static EpisodeRules rules(Transcript transcript, int steps, int maxLength) {
        return new EpisodeRules(new Corridor(true), transcript, steps, 8, maxLength, 4);
    }

    private static Start start(String game, long seed) {
        Problem problem =
                new Problem(
                        new ProblemId(game),
                        Corridor.text(0, game.length() == 1 ? Integer.parseInt(game) : 1),
                        "won",
                        Optional.empty(),
                        Problem.ONE_GROUP,
                        "{}");
        return new Start(
                new Prompt(problem, Letters.prompt(PLAIN.shown(problem.prompt()))), new Seed(seed));
    }

    private static EpisodePlay play(WalkPolicy policy, EpisodeRules rules) {
        return new EpisodePlay(
                new SearchInput.Players(policy, Optional.empty(), policy.letters()), rules);
    }

    private static PlayedEpisode one(
            WalkPolicy policy, EpisodeRules rules, ActionChoice choice, Start start) {
        return play(policy, rules).play(List.of(start), choice).getFirst();
    }

    @Test
    void actionsAndObservationsFollowEachOtherAsTheirOwnTokens() {
        WalkPolicy policy = new WalkPolicy("right", "left");
        PlayedEpisode played = one(policy, WIDE, GREEDY, start("2", 1));
        EpisodePath path = played.path();

        assertTrue(played.won());
        assertEquals(" right\nAt 1, go to 2.\n> right\n", path.text());
        IntVector tokens = path.tokens().tokenIds();
        assertEquals("At 0, go to 2.\n>" + path.text(), policy.letters().text(tokens));
        int first = path.promptTokens();
        int observed = "At 1, go to 2.\n>".length();
        assertEquals(IntVector.of(first + 3, first + 3 + observed + 3), path.tokens().stepEnds());
        assertEquals(tokens.size(), path.tokens().stepEnds().last(), "nothing follows a win");
        for (int i = 0; i < tokens.size(); i++) {
            boolean action = i >= first && (i < first + 3 || i >= first + 3 + observed);
            assertEquals(action, path.tokens().actionMask().get(i), "position " + i);
            float drawn = tokens.get(i) >= Letters.WORDS ? (float) -Math.log(2) : 0;
            assertEquals(drawn, path.logProbs().get(i), "position " + i);
        }
        assertEquals(6, played.tokensSpent());
    }

    @Test
    void whoPlaysBesideMakesNoDifference() {
        List<Start> starts =
                IntStream.range(0, 30).mapToObj(i -> start("" + (1 + i % 3), i)).toList();
        List<PlayedEpisode> together =
                play(new WalkPolicy("right", "left"), WIDE).play(starts, SAMPLE);
        for (int i = 0; i < starts.size(); i++) {
            PlayedEpisode alone = one(new WalkPolicy("right", "left"), WIDE, SAMPLE, starts.get(i));
            assertEquals(alone.path(), together.get(i).path());
        }
        long won = together.stream().filter(PlayedEpisode::won).count();
        assertTrue(won > 5 && won < 30, "some are won, some are not: " + won);
    }

    @Test
    void theOpenEpisodesShareTheCallsOfATurn() {
        WalkPolicy policy = new WalkPolicy("right");
        play(policy, WIDE)
                .play(
                        List.of(
                                start("1", 0),
                                start("2", 0),
                                start("3", 0),
                                start("3", 1),
                                start("2", 1)),
                        GREEDY);
        assertEquals(List.of(4, 1, 4, 2), policy.batchSizes());
    }

    @Test
    void theGameSaysHowItEnded() {
        PlayedEpisode lost = one(new WalkPolicy("left"), WIDE, GREEDY, start("2", 0));
        assertEquals(Optional.of(new EpisodeEnd.Lost()), lost.end());
        PlayedEpisode idle = one(new WalkPolicy("wait"), WIDE, GREEDY, start("2", 0));
        assertEquals(Optional.of(new EpisodeEnd.StepLimit()), idle.end());
        assertEquals(10, idle.path().tokens().stepEnds().size());
        assertEquals(SearchResult.Ending.DEPTH, idle.result("greedy").ending());
        PlayedEpisode jam = one(new WalkPolicy("jam"), WIDE, GREEDY, start("2", 0));
        assertEquals("the corridor is jammed", jam.ending());
    }

    @Test
    void aGameThatCannotBeOpenedFailsAlone() {
        List<PlayedEpisode> played =
                play(new WalkPolicy("right"), WIDE)
                        .play(List.of(start("broken", 0), start("1", 0)), GREEDY);
        assertEquals("the game is broken", played.getFirst().ending());
        assertEquals(0, played.getFirst().path().tokens().actionMask().count());
        assertTrue(played.getLast().won());
    }

    @Test
    void aFullContextIsTheEnd() {
        int prompt = start("2", 0).prompt().tokenIds().size();
        int observed = "At 1, go to 2.\n>".length();
        PlayedEpisode cut =
                one(new WalkPolicy("right"), rules(PLAIN, 10, prompt + 2), GREEDY, start("2", 0));
        assertEquals(FinishReason.LENGTH, cut.path().reason());
        assertEquals(Optional.empty(), cut.end(), "an action that was cut is not played");
        assertEquals("the context was full", cut.ending());
        PlayedEpisode unseen =
                one(
                        new WalkPolicy("right"),
                        rules(PLAIN, 10, prompt + 3 + observed),
                        GREEDY,
                        start("2", 0));
        assertEquals(FinishReason.LENGTH, unseen.path().reason());
        assertEquals(prompt + 3, unseen.path().size(), "an observation is shown whole or not");
        PlayedEpisode last =
                one(new WalkPolicy("right"), rules(PLAIN, 10, prompt + 3), GREEDY, start("1", 0));
        assertTrue(last.won(), "a win needs no more room");
        assertEquals(FinishReason.STEP_END, last.path().reason());
    }

    @Test
    void aPolicyMayEndTheEpisode() {
        PlayedEpisode played = one(new WalkPolicy("end"), WIDE, GREEDY, start("1", 0));
        assertEquals(Optional.empty(), played.end());
        assertEquals("the policy ended the episode", played.ending());
    }

    @Test
    void anActionThatIsTooLongIsPlayedAsItIs() {
        EpisodeRules narrow = new EpisodeRules(new Corridor(true), PLAIN, 10, 2, 0, 4);
        PlayedEpisode played = one(new WalkPolicy("right"), narrow, GREEDY, start("2", 0));
        assertTrue(played.won());
        assertEquals(" right\nAt 1, go to 2.\n> right", played.path().text());
    }

    @Test
    void commandsAreListedWhereThatIsAsked() {
        PlayedEpisode played =
                one(
                        new WalkPolicy("right"),
                        rules(new Transcript(false, 1), 10, 0),
                        GREEDY,
                        start("2", 0));
        assertEquals(" right\nAt 1, go to 2.\nYou can: left.\n> right\n", played.path().text());
    }

    @Test
    void ofSeveralActionsTheOneIsTakenThatLeadsToTheBestState() {
        WalkPolicy policy = new WalkPolicy("right", "left", "wait");
        ExactValues places =
                new ExactValues(
                        state -> {
                            String text = policy.letters().text(state);
                            String seen = text.substring(text.lastIndexOf("At ") + 3);
                            return Integer.parseInt(seen.substring(0, seen.indexOf(','))) / 10.0;
                        });
        EpisodePlay search =
                new EpisodePlay(
                        new SearchInput.Players(policy, Optional.of(places), policy.letters()),
                        WIDE);
        List<Start> starts = IntStream.range(0, 8).mapToObj(i -> start("3", i)).toList();
        List<PlayedEpisode> played = search.play(starts, new ActionChoice(12, Sampler.PLAIN));
        for (PlayedEpisode each : played) {
            assertTrue(each.won());
            assertEquals(3, each.path().tokens().stepEnds().size(), "it never errs");
            assertTrue(each.nodes().stream().anyMatch(node -> node.status() == NodeStatus.PRUNED));
            assertEquals(NodeStatus.FINISHED, each.nodes().get(each.lastNode()).status());
            assertEquals(1.0, each.nodes().get(each.lastNode()).value().orElseThrow());
        }
        assertFalse(places.calls().isEmpty());
    }

    @Test
    void aChoiceNeedsAValueModelAndForks() {
        WalkPolicy policy = new WalkPolicy("right", "left");
        ActionChoice choice = new ActionChoice(2, Sampler.PLAIN);
        assertThrows(
                IllegalArgumentException.class,
                () -> play(policy, WIDE).play(List.of(start("1", 0)), choice));
        EpisodePlay unforkable =
                new EpisodePlay(
                        new SearchInput.Players(
                                policy, Optional.of(new ExactValues(_ -> 0)), policy.letters()),
                        new EpisodeRules(new Corridor(false), PLAIN, 5, 8, 0, 4));
        assertThrows(
                EnvironmentException.class, () -> unforkable.play(List.of(start("1", 0)), choice));
    }
}
