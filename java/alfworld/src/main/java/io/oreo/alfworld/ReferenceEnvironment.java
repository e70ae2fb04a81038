package io.oreo.alfworld;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.python.PythonException;
import io.oreo.alfworld.python.PythonPool;
import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.EnvironmentException.Kind;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.environment.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays games in unmodified TextWorld and ALFWorld under GraalPy: slow, and the standard against
 * which the engine is compared. A session leases a Python context until it is closed; it cannot
 * fork.
 */
public final class ReferenceEnvironment implements Environment {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What ALFWorld raises when its expert has seen no progress for long. */
    private static final String GAVE_UP = "Exception: Timeout";

    private final GameFolder folder;
    private final PythonPool python;

    /** An environment over a pool, which is closed with it. */
    public ReferenceEnvironment(GameFolder folder, PythonPool python) {
        this.folder = requireNonNull(folder, "folder is null");
        this.python = requireNonNull(python, "python is null");
    }

    @Override
    public String name() {
        return "alfworld (TextWorld 1.7.0, %s, games stepped by %s)"
                .formatted(python.name(), python.planner());
    }

    @Override
    public List<GameId> games() {
        return folder.games();
    }

    @Override
    public boolean forks() {
        return false;
    }

    @Override
    public Session open(GameId game) {
        GameFile file = file(game);
        PythonPool.Lease lease = lease();
        try {
            return new ReferenceSession(lease, answer(lease, "open_game", file.text(), seed(file)));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /**
     * ALFWorld's hand-coded expert plays a game, seeded like the game.
     *
     * @param limit most commands
     * @return the start, as a turn with an empty command, and the expert's turns; the last one won,
     *     unless the limit was reached or the expert gave up
     * @throws EnvironmentException if there is no such game, or no traj_data.json beside it, from
     *     which the expert knows what to do
     */
    public List<Turn> demonstration(GameId game, int limit) {
        GameFile file = file(game);
        String trajectory = folder.trajectory(game);
        List<Turn> turns = new ArrayList<>();
        try (PythonPool.Lease lease = lease()) {
            Observation shown =
                    answer(lease, "open_with_expert", file.text(), seed(file), trajectory);
            turns.add(new Turn("", shown));
            while (!shown.won() && turns.size() <= limit) {
                String command = called(lease, "expert");
                shown = answer(lease, "step", command);
                turns.add(new Turn(command, shown));
            }
            called(lease, "close_game");
        } catch (EnvironmentException e) {
            if (turns.isEmpty() || !String.valueOf(e.getMessage()).contains(GAVE_UP)) {
                throw e;
            }
        }
        return turns;
    }

    private GameFile file(GameId game) {
        try {
            return folder.file(game);
        } catch (GameException e) {
            throw FastEnvironment.failure(game, e);
        }
    }

    private PythonPool.Lease lease() {
        try {
            return python.lease();
        } catch (PythonException e) {
            throw failure(e);
        }
    }

    /** A fixed seed for each game: the beginning of its digest. */
    private static String seed(GameFile file) {
        return Long.toString(Long.parseLong(file.key().substring(0, 12), 16));
    }

    private static Observation answer(PythonPool.Lease lease, String function, String... of) {
        try {
            JsonNode answer = JSON.readTree(called(lease, function, of));
            List<String> admissible = new ArrayList<>();
            answer.path("admissible").forEach(command -> admissible.add(command.asText()));
            return new Observation(
                    answer.path("text").asText(),
                    admissible,
                    answer.path("won").asBoolean(),
                    answer.path("done").asBoolean());
        } catch (JsonProcessingException e) {
            throw new EnvironmentException(Kind.BROKEN, "Python's answer is no JSON", e);
        }
    }

    private static String called(PythonPool.Lease lease, String function, String... of) {
        try {
            return lease.call(function, of);
        } catch (PythonException e) {
            throw failure(e);
        }
    }

    private static EnvironmentException failure(PythonException e) {
        Kind kind =
                switch (e.kind()) {
                    case TIMEOUT -> Kind.TIMEOUT;
                    case RAISED, MEMORY, MISSING, BROKEN -> Kind.BROKEN;
                };
        return new EnvironmentException(kind, String.valueOf(e.getMessage()), e);
    }

    @Override
    public void close() {
        python.close();
    }

    /** A play in a leased context. */
    private static final class ReferenceSession implements Session {
        private final PythonPool.Lease lease;
        private Observation observation;
        private boolean closed;

        ReferenceSession(PythonPool.Lease lease, Observation observation) {
            this.lease = lease;
            this.observation = observation;
        }

        @Override
        public Observation observation() {
            return observation;
        }

        @Override
        public Observation step(String command) {
            observation = answer(lease, "step", command);
            return observation;
        }

        @Override
        public Optional<Session> fork() {
            return Optional.empty();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try (lease) {
                lease.call("close_game");
            } catch (PythonException e) {
                System.getLogger(ReferenceEnvironment.class.getName())
                        .log(System.Logger.Level.DEBUG, "a context had ended before: {0}", e);
            }
        }
    }
}
