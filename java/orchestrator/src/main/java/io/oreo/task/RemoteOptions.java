package io.oreo.task;

import io.oreo.environment.Episode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a run file may choose of an environment that somebody serves.
 *
 * @param address host and port of its server
 * @param tokenFile file with the token that the server asks for
 * @param timeoutSeconds longest wait for an answer
 * @param seed of all chance in the games
 * @param stepLimit most commands of an episode
 * @param admissible most admissible commands that the policy is told; 0: none
 * @param observationMax most characters of an observation
 * @param dropsFailures whether a game that fails is a broken episode; otherwise the run stops there
 * @param demonstrations file with commands that win, in place of the environment's own
 */
record RemoteOptions(
        String address,
        Path tokenFile,
        int timeoutSeconds,
        int seed,
        int stepLimit,
        int admissible,
        int observationMax,
        boolean dropsFailures,
        Optional<Path> demonstrations) {

    /** Options that say where something is: a run goes on elsewhere. */
    static final Set<String> PLACES = Set.of("address", "token_file", "timeout_seconds");

    private static final String ADDRESS = "127.0.0.1:7077";
    private static final String TOKEN_FILE = "data/environment.token";
    private static final String HOST_AND_PORT = "(\\[[0-9A-Fa-f:.]+]|[^\\s:/]+):\\d{1,5}";

    static RemoteOptions read(TaskOptions options, Path home) {
        String address = options.text("address").orElse(ADDRESS);
        if (!address.matches(HOST_AND_PORT)) {
            options.complain("'address' must be host:port but is " + address);
        }
        String onFailure = options.text("on_failure").orElse("stop");
        if (!onFailure.equals("stop") && !onFailure.equals("drop")) {
            options.complain("'on_failure' must be stop or drop but is " + onFailure);
        }
        return new RemoteOptions(
                address,
                home.resolve(options.text("token_file").orElse(TOKEN_FILE)),
                options.integer("timeout_seconds", 30, 1, 86_400),
                options.integer("seed", 0, 0, Integer.MAX_VALUE),
                options.integer("step_limit", Episode.DEFAULT_STEP_LIMIT, 1, 10_000),
                options.integer("admissible", 0, 0, 1000),
                options.integer("observation_max", 20_000, 1, 10_000_000),
                onFailure.equals("drop"),
                options.text("demonstrations").map(home::resolve));
    }

    /** What the problems depend on, as text. */
    String identity() {
        return "seed %d step_limit %d admissible %d".formatted(seed, stepLimit, admissible);
    }
}
