package io.oreo.interaction;

import io.oreo.environment.Environment;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import io.oreo.testing.Corridor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Corridors whose keeper goes away at the second command after he came, a number of times. */
final class Vanishing implements Environment {

    final AtomicInteger revived = new AtomicInteger();
    private final Corridor corridor = new Corridor(true);
    private int losses;
    private int commands;

    Vanishing(int losses) {
        this.losses = losses;
    }

    @Override
    public String name() {
        return corridor.name();
    }

    @Override
    public List<GameId> games() {
        return corridor.games();
    }

    @Override
    public Session open(GameId game) {
        Session session = corridor.open(game);
        return new Session() {
            @Override
            public Observation observation() {
                return session.observation();
            }

            @Override
            public Observation step(String command) {
                commands++;
                if (losses > 0 && commands == 2) {
                    losses--;
                    throw new EnvironmentException(EnvironmentException.Kind.LOST, "gone");
                }
                return session.step(command);
            }

            @Override
            public Optional<Session> fork() {
                return session.fork();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    public boolean forks() {
        return true;
    }

    @Override
    public void revive() {
        revived.incrementAndGet();
        commands = 0;
    }

    @Override
    public void close() {
        corridor.close();
    }
}
