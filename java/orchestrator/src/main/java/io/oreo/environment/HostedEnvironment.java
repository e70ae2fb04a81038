package io.oreo.environment;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/** An environment that somebody serves at an address. It chooses its games by their purpose. */
public interface HostedEnvironment extends Environment {

    /** Version of the games: with another, equal ids and seeds may play otherwise. */
    String version();

    /** Whether games for demonstrations come with commands that win. */
    boolean demonstrates();

    /**
     * Games for a purpose, in order; fewer than were asked for if there are no more.
     *
     * @param split {@code train}, {@code rollout} or {@code test}
     * @param seed chooses games or their order
     */
    List<Listing> list(String split, int count, long seed);

    /**
     * A game that was chosen.
     *
     * @param group games that are reported apart; may be empty
     * @param demonstration commands that win; empty where there are none
     */
    record Listing(GameId game, String group, List<String> demonstration) {
        public Listing {
            requireNonNull(game, "game is null");
            requireNonNull(group, "group is null");
            demonstration = List.copyOf(demonstration);
        }
    }

    /**
     * Where an environment is, and on which terms it is played.
     *
     * @param address host and port
     * @param token that its server asks for
     * @param seed of all chance in the games
     * @param timeLimit of each call
     * @param observationMax most characters of an observation
     * @param dropsFailures whether a game that fails is an episode that failed; otherwise it makes
     *     the environment unusable
     */
    record Terms(
            String address,
            String token,
            long seed,
            Duration timeLimit,
            int observationMax,
            boolean dropsFailures) {
        public Terms {
            requireNonNull(address, "address is null");
            requireNonNull(token, "token is null");
            requireNonNull(timeLimit, "timeLimit is null");
        }
    }

    /** Reaches environments. */
    @FunctionalInterface
    interface Connector {
        /**
         * Connects to an environment.
         *
         * @throws EnvironmentException if it does not answer or cannot be used
         */
        HostedEnvironment connect(Terms terms);
    }
}
