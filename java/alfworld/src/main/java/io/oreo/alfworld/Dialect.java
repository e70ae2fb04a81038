package io.oreo.alfworld;

import io.oreo.environment.Environment;
import io.oreo.environment.GameId;
import io.oreo.environment.Observation;
import io.oreo.environment.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How games speak. Those of release 2.1.2 and later say {@code move X to Y}, name the receptacle
 * that one arrives at, and answer {@code help}; those before say {@code put X in/on Y}, name the
 * place ({@code loc 13}), and know no help. Policies were trained on either.
 */
public enum Dialect {
    /** {@code move X to Y}. */
    MOVE("move ", " to ", "You move the ", " to the "),
    /** {@code put X in/on Y}. */
    PUT("put ", " in/on ", "You put the ", " in/on the ");

    private static final Pattern ANSWER =
            Pattern.compile("You (?:move|put) the (.+?) (?:to|in/on) the (.+)\\.");
    private static final Pattern ANY_PUT =
            Pattern.compile("\\s*put (\\S.*?) (?:in/on|into|in|onto|on) (.*\\S)\\s*");
    private static final Pattern GO = Pattern.compile("\\s*go to (.*\\S)\\s*");
    private static final Pattern ARRIVED =
            Pattern.compile("You arrive at ([^.]+)\\.(.*)", Pattern.DOTALL);
    private static final String HELP = "help";

    private final String verb;
    private final String preposition;
    private final String answerVerb;
    private final String answerPreposition;
    private final Pattern command;

    /**
     * What a policy of one dialect is shown of games of the other.
     *
     * @param policy how the policy speaks
     * @param anyPut whether {@code put X in Y}, {@code on}, {@code into} and {@code onto} are taken
     *     for {@code put X in/on Y}
     * @param places of a game: names of places by the receptacles that stand there
     */
    public record Spoken(
            Dialect policy, boolean anyPut, Function<GameId, Map<String, String>> places) {}

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
        return put.matches() ? other.put(put.group(1), put.group(2)) : text;
    }

    private String put(String object, String receptacle) {
        return verb + object + preposition + receptacle;
    }

    /** The games of {@code environment}, which speak {@code game}, as they are to be spoken. */
    public static Environment spoken(Environment environment, Dialect game, Spoken spoken) {
        return game == spoken.policy() && !spoken.anyPut()
                ? environment
                : new Translated(environment, game, spoken);
    }

    private record Translated(Environment inner, Dialect game, Spoken spoken)
            implements Environment {
        @Override
        public String name() {
            return "%s, spoken as '%s'".formatted(inner.name(), spoken.policy().put("X", "Y"));
        }

        @Override
        public List<GameId> games() {
            return inner.games();
        }

        @Override
        public Session open(GameId id) {
            Session session = inner.open(id);
            Map<String, String> places =
                    game == spoken.policy() ? Map.of() : spoken.places().apply(id);
            return new TranslatedSession(session, game, spoken, places);
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

    private static final class TranslatedSession implements Session {
        private final Session inner;
        private final Dialect game;
        private final Dialect policy;
        private final Spoken spoken;
        private final Map<String, String> places;
        private Optional<String> goal = Optional.empty();

        TranslatedSession(Session inner, Dialect game, Spoken spoken, Map<String, String> places) {
            this.inner = inner;
            this.game = game;
            this.policy = spoken.policy();
            this.spoken = spoken;
            this.places = places;
        }

        @Override
        public Observation observation() {
            Observation shown = inner.observation();
            return game == policy ? shown : translated(shown);
        }

        @Override
        public Observation step(String text) {
            Matcher go = GO.matcher(text);
            goal = go.matches() ? Optional.of(go.group(1)) : Optional.empty();
            inner.step(asked(text));
            return observation();
        }

        /** What the game is asked: a text that it does not know for what the policy's may not. */
        private String asked(String text) {
            Matcher loose = ANY_PUT.matcher(text);
            if (spoken.anyPut() && loose.matches()) {
                return game.put(loose.group(1), loose.group(2));
            }
            boolean foreign =
                    game != policy
                            && (game.command.matcher(text).matches()
                                    || (policy == PUT && text.strip().equals(HELP)));
            return foreign ? "unknown: " + text : policy.command(text, game);
        }

        private Observation translated(Observation of) {
            List<String> admissible =
                    of.admissible().stream()
                            .filter(text -> policy != PUT || !text.equals(HELP))
                            .map(text -> game.command(text, policy))
                            .sorted()
                            .toList();
            return new Observation(answer(of.text()), admissible, of.won(), of.done());
        }

        private String answer(String text) {
            Matcher put = ANSWER.matcher(text);
            if (put.matches()) {
                return policy.answerVerb
                        + put.group(1)
                        + policy.answerPreposition
                        + put.group(2)
                        + ".";
            }
            Matcher arrived = ARRIVED.matcher(text);
            if (goal.isPresent() && arrived.matches()) {
                String where = policy == PUT ? places.get(goal.get()) : goal.get();
                return where == null
                        ? text
                        : "You arrive at %s.%s".formatted(where, arrived.group(2));
            }
            return text;
        }

        @Override
        public Optional<Session> fork() {
            return inner.fork()
                    .map(
                            fork -> {
                                TranslatedSession same =
                                        new TranslatedSession(fork, game, spoken, places);
                                same.goal = goal;
                                return same;
                            });
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
