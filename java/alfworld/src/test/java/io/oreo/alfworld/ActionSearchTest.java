package io.oreo.alfworld;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.Episode;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.search.ActionSearch;
import io.oreo.search.ActionSearch.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Best-of-K actions on real games, whose states fork. */
class ActionSearchTest {

    @TempDir private Path folder;
    private FastEnvironment environment;
    private final Play play = RecordedPlays.all().getFirst();
    private final GameId id = new GameId(play.game());

    @BeforeEach
    void open() throws IOException {
        environment =
                new FastEnvironment(
                        RecordedPlays.write(folder.resolve("games")),
                        RecordedPlays.prepared(folder.resolve("prepared")),
                        Optional.empty(),
                        Optional.empty());
    }

    /** Knows the walkthrough: worth is how little of it is left to be played. */
    private List<Double> worth(List<Episode> states) {
        List<String> walkthrough = environment.game(id).walkthrough().orElseThrow();
        return states.stream().map(state -> worth(state, walkthrough)).toList();
    }

    private static double worth(Episode state, List<String> walkthrough) {
        int left = 0;
        try (Episode ahead = state.fork().orElseThrow()) {
            for (int skip = walkthrough.size() - 1; skip >= 0; skip--) {
                try (Episode end = ahead.fork().orElseThrow()) {
                    left++;
                    for (String command : walkthrough.subList(skip, walkthrough.size())) {
                        if (end.end().isEmpty()) {
                            end.step(command);
                        }
                    }
                    if (end.won()) {
                        return 1.0 / (1 + left);
                    }
                }
            }
        }
        return 0;
    }

    @Test
    void theBestOfAllCommandsIsAlwaysTheOneThatLeadsToTheWin() {
        ActionSearch search = new ActionSearch(this::worth);
        int shortest = environment.game(id).walkthrough().orElseThrow().size();
        try (Episode episode = Episode.start(environment, id, 40)) {
            while (episode.end().isEmpty()) {
                List<String> all = episode.observation().admissible();
                List<Candidate> ranked = search.rank(episode, all);
                assertEquals(all.size(), ranked.size());
                Candidate best = ranked.getFirst();
                assertEquals(best.after(), episode.step(best.command()), "lookahead is exact");
            }
            assertTrue(episode.won());
            assertTrue(episode.turns().size() <= shortest, "no longer than the walkthrough");
        }
    }

    @Test
    void rankingLeavesTheEpisodeAloneAndPlaysEqualCommandsOnce() {
        ActionSearch search = new ActionSearch(states -> states.stream().map(s -> 0.5).toList());
        try (Episode episode = Episode.start(environment, id, 40)) {
            Observation before = episode.observation();
            String go = before.admissible().getFirst();
            List<Candidate> ranked = search.rank(episode, List.of("nonsense", go, "nonsense"));
            assertEquals(List.of("nonsense", go), ranked.stream().map(Candidate::command).toList());
            assertEquals(before, episode.observation());
            assertTrue(episode.turns().isEmpty());
        }
    }

    @Test
    void whatEndedHasItsOwnValueAndTheCriticIsNotAsked() {
        List<String> walkthrough = environment.game(id).walkthrough().orElseThrow();
        ActionSearch search =
                new ActionSearch(
                        states -> {
                            throw new AssertionError("asked about " + states.size());
                        });
        try (Episode episode = Episode.start(environment, id, walkthrough.size())) {
            walkthrough.subList(0, walkthrough.size() - 1).forEach(episode::step);
            List<Candidate> ranked = search.rank(episode, List.of("look", walkthrough.getLast()));
            assertEquals(walkthrough.getLast(), ranked.getFirst().command());
            assertEquals(1, ranked.getFirst().value());
            assertEquals(0, ranked.getLast().value(), "the steps were used up");
        }
    }

    @Test
    void anEnvironmentThatCannotForkSaysSo() {
        ActionSearch search = new ActionSearch(states -> List.of());
        try (Episode episode = Episode.start(new Unforkable(environment), id, 40)) {
            EnvironmentException e =
                    assertThrows(
                            EnvironmentException.class,
                            () -> search.rank(episode, List.of("look")));
            assertTrue(e.getMessage().contains("cannot be forked"), e.getMessage());
            assertTrue(e.getMessage().contains(play.game()), e.getMessage());
        }
    }

    /** As the reference mode is. */
    private record Unforkable(Environment inner) implements Environment {
        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public List<GameId> games() {
            return inner.games();
        }

        @Override
        public Session open(GameId game) {
            Session session = inner.open(game);
            return new Session() {
                @Override
                public Observation observation() {
                    return session.observation();
                }

                @Override
                public Observation step(String command) {
                    return session.step(command);
                }

                @Override
                public Optional<Session> fork() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }

        @Override
        public boolean forks() {
            return false;
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
