package io.oreo.alfworld;

import io.oreo.environment.Environment;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a game speaks of putting something down. Games of release 2.1.2 and later say {@code move X
 * to Y}, those before {@code put X in/on Y}; policies were trained on either.
 */
public enum Dialect {
    /** {@code move X to Y}. */
    MOVE("move ", " to ", "You move the ", " to the "),
    /** {@code put X in/on Y}. */
    PUT("put ", " in/on ", "You put the ", " in/on the ");

    private static final Pattern ANSWER =
            Pattern.compile("You (?:move|put) the (.+?) (?:to|in/on) the (.+)\\.");

    private final String verb;
    private final String preposition;
    private final String answerVerb;
    private final String answerPreposition;
    private final Pattern command;

    Dialect(String verb, String preposition, String answerVerb, String answerPreposition) {
        this.verb = verb;
        this.preposition = preposition;
        this.answerVerb = answerVerb;
        this.answerPreposition = answerPreposition;
        command =
                Pattern.compile(
                        "\\s*%s(\\S.*?)%s(.*\\S)\\s*"
                                .formatted(Pattern.quote(verb), Pattern.quote(preposition)));
    }

    /** The dialect of a grammar, if it speaks one of the two. */
    public static Optional<Dialect> of(String grammar) {
        if (grammar.contains("move {o} to {r}")) {
            return Optional.of(MOVE);
        }
        return grammar.contains("put {o} in/on {r}") ? Optional.of(PUT) : Optional.empty();
    }

    /** A command of this dialect in another one; any other text as it is. */
    String command(String text, Dialect other) {
        Matcher put = command.matcher(text);
        return put.matches() ? other.verb + put.group(1) + other.preposition + put.group(2) : text;
    }

    /** What a game of any dialect answers, in this one. */
    private String answer(String text) {
        Matcher put = ANSWER.matcher(text);
        return put.matches()
                ? answerVerb + put.group(1) + answerPreposition + put.group(2) + "."
                : text;
    }

    private Observation observation(Observation of, Dialect game) {
        List<String> admissible =
                of.admissible().stream().map(text -> game.command(text, this)).sorted().toList();
        return new Observation(answer(of.text()), admissible, of.won(), of.done());
    }

    /** The games of {@code environment}, which speak {@code game}, to a policy of this dialect. */
    public Environment spokenTo(Environment environment, Dialect game) {
        return game == this ? environment : new Translated(environment, game, this);
    }

    private record Translated(Environment inner, Dialect game, Dialect policy)
            implements Environment {
        @Override
        public String name() {
            return inner.name() + ", spoken as '" + policy.verb + "X" + policy.preposition + "Y'";
        }

        @Override
        public List<GameId> games() {
            return inner.games();
        }

        @Override
        public Session open(GameId id) {
            return new TranslatedSession(inner.open(id), game, policy);
        }

        @Override
        public boolean forks() {
            return inner.forks();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private record TranslatedSession(Session inner, Dialect game, Dialect policy)
            implements Session {
        @Override
        public Observation observation() {
            return policy.observation(inner.observation(), game);
        }

        @Override
        public Observation step(String command) {
            return policy.observation(inner.step(policy.command(command, game)), game);
        }

        @Override
        public Optional<Session> fork() {
            return inner.fork().map(fork -> new TranslatedSession(fork, game, policy));
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
