package io.oreo.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpisodeTest {

    private static final GameId GAME = new GameId("counter");

    /** Counts; is won at 3 and not beyond, as games go on after a win; breaks on "break". */
    private static final class Counter implements Session {
        private int count;
        private boolean closed;

        Counter(int count) {
            this.count = count;
        }

        @Override
        public Observation observation() {
            return new Observation("" + count, List.of("up", "wait"), count == 3, count < 0);
        }

        @Override
        public Observation step(String command) {
            switch (command) {
                case "up" -> count++;
                case "down" -> count--;
                case "break" ->
                        throw new EnvironmentException(
                                EnvironmentException.Kind.TIMEOUT, "the counter is stuck");
                default -> {}
            }
            return observation();
        }

        @Override
        public Optional<Session> fork() {
            return Optional.of(new Counter(count));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** One session, which the test can look at. */
    private record Counting(Counter counter) implements Environment {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public List<GameId> games() {
            return List.of(GAME);
        }

        @Override
        public Session open(GameId game) {
            return counter;
        }

        @Override
        public boolean forks() {
            return true;
        }

        @Override
        public void close() {
            counter.close();
        }
    }

    private static Episode episode(int start, int limit) {
        return Episode.start(new Counting(new Counter(start)), GAME, limit);
    }

    @Test
    void aWinIsTheEndAndStays() {
        try (Episode episode = episode(2, 10)) {
            episode.step("up");
            assertTrue(episode.won());
            assertEquals(Optional.of(new EpisodeEnd.Won()), episode.end());
            assertThrows(IllegalStateException.class, () -> episode.step("up"));
            assertTrue(episode.won());
        }
    }

    @Test
    void aWinOnTheLastStepCounts() {
        try (Episode episode = episode(2, 1)) {
            episode.step("up");
            assertTrue(episode.won());
        }
    }

    @Test
    void theStepLimitIsTheEnd() {
        try (Episode episode = episode(0, 2)) {
            episode.step("wait");
            assertTrue(episode.end().isEmpty());
            episode.step("wait");
            assertEquals(Optional.of(new EpisodeEnd.StepLimit()), episode.end());
            assertFalse(episode.won());
        }
    }

    @Test
    void aGameThatEndsWithoutAWinIsLost() {
        try (Episode episode = episode(0, 5)) {
            episode.step("down");
            assertEquals(Optional.of(new EpisodeEnd.Lost()), episode.end());
        }
    }

    @Test
    void aFailureIsDataAndKeepsWhatWasSeen() {
        try (Episode episode = episode(0, 5)) {
            episode.step("up");
            assertEquals("1", episode.step("break").text());
            EpisodeEnd.Failed failed = (EpisodeEnd.Failed) episode.end().orElseThrow();
            assertEquals(EnvironmentException.Kind.TIMEOUT, failed.kind());
            assertEquals(1, episode.turns().size());
        }
    }

    @Test
    void aForkGoesItsOwnWayWithTheSameLimit() {
        try (Episode episode = episode(1, 2)) {
            episode.step("up");
            Episode fork = episode.fork().orElseThrow();
            fork.step("up");
            assertTrue(fork.won());
            assertFalse(episode.won());
            assertEquals("2", episode.observation().text());
            assertEquals("1", fork.start().text());
            episode.step("wait");
            assertEquals(Optional.of(new EpisodeEnd.StepLimit()), episode.end());
        }
    }

    @Test
    void closingClosesTheSession() {
        Counter counter = new Counter(0);
        Episode.start(new Counting(counter), GAME, 5).close();
        assertTrue(counter.closed);
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> episode(0, 0));
    }
}
