package io.oreo.alfworld.tools;

import io.oreo.alfworld.Dialect;
import io.oreo.alfworld.GameFile;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.TaskType;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Says what a folder of games is: release, dialect, grammar, counts, and what cannot be used. */
public final class GameCheck {

    /** How many games the splits of the official release hold. */
    private static final Map<String, Integer> OFFICIAL =
            Map.of("train", 3553, "valid_seen", 140, "valid_unseen", 134, "valid_train", 200);

    /** Digests of their contents in release 2.1.2, as far as we have seen them. */
    private static final Map<String, String> CONTENTS =
            Map.of(
                    "train", "1648d0563314",
                    "valid_seen", "69a2c7b24556",
                    "valid_train", "0c803925e275");

    /** ALFWorld itself leaves such games out. */
    private static final Pattern LEFT_OUT = Pattern.compile("movable|Sliced");

    /** The one sentence in which the grammars of a release differ. */
    private static final Pattern TASK = Pattern.compile("Your task is to: [^\"]*\"");

    private static final int SHOWN = 10;

    /**
     * Games that cannot be used and why.
     *
     * @param id the game
     * @param reason one clause
     */
    public record Left(GameId id, String reason) {}

    /**
     * What was found in one split, or in all games that lie in none.
     *
     * @param usable games
     * @param byType usable games by task type
     * @param left games that cannot be used
     * @param contents digest of paths and contents of the usable games
     */
    public record Split(
            List<GameId> usable, Map<TaskType, Integer> byType, List<Left> left, String contents) {
        public Split {
            usable = List.copyOf(usable);
            left = List.copyOf(left);
        }
    }

    /**
     * The findings.
     *
     * @param splits by name
     * @param dialects of usable games
     * @param domains digests of the planning domains of usable games
     * @param grammars digests of the grammars, the task sentence aside
     * @param passedOver a clause for each place that cannot be entered
     * @param problems why the folder must not be used as it is; empty if it may
     */
    public record Findings(
            Map<String, Split> splits,
            Set<Dialect> dialects,
            Set<String> domains,
            Set<String> grammars,
            List<String> passedOver,
            List<String> problems) {}

    private final GameFolder folder;
    private final Map<String, List<GameId>> usable = new TreeMap<>();
    private final Map<String, List<Left>> left = new TreeMap<>();
    private final Map<String, Map<TaskType, Integer>> types = new TreeMap<>();
    private final Map<String, StringBuilder> contents = new TreeMap<>();
    private final Set<Dialect> dialects = new TreeSet<>();
    private final Set<String> domains = new TreeSet<>();
    private final Set<String> grammars = new TreeSet<>();
    private int unknownDialect;

    private GameCheck(GameFolder folder) {
        this.folder = folder;
    }

    /** Reads every game of a folder. */
    public static Findings of(GameFolder folder) {
        GameCheck check = new GameCheck(folder);
        GameFolder.Listing listing = folder.listing();
        listing.games().forEach(check::look);
        return check.findings(listing.passedOver());
    }

    private void look(GameId id) {
        String split = split(id);
        try {
            GameFile file = GameFile.read(folder.bytes(id), id.value());
            Optional<String> reason = whyNot(id, file);
            if (reason.isPresent()) {
                leave(split, id, reason.get());
                return;
            }
            usable.computeIfAbsent(split, key -> new ArrayList<>()).add(id);
            contents.computeIfAbsent(split, key -> new StringBuilder())
                    .append(inSplit(split, id))
                    .append(' ')
                    .append(file.key())
                    .append('\n');
            TaskType.of(id.value())
                    .ifPresent(
                            type ->
                                    types.computeIfAbsent(
                                                    split, key -> new EnumMap<>(TaskType.class))
                                            .merge(type, 1, Integer::sum));
            Dialect.of(file.grammar()).ifPresentOrElse(dialects::add, () -> unknownDialect++);
            domains.add(digest(file.domain()));
            grammars.add(digest(TASK.matcher(file.grammar()).replaceAll("")));
        } catch (GameException | EnvironmentException | UncheckedIOException e) {
            leave(split, id, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> whyNot(GameId id, GameFile file) {
        if (LEFT_OUT.matcher(id.value()).find()) {
            return Optional.of("moves or slices, which ALFWorld leaves out");
        }
        if (file.solvable().isEmpty()) {
            return Optional.of("does not say whether it is solvable");
        }
        return file.solvable().get() ? Optional.empty() : Optional.of("is unsolvable");
    }

    private void leave(String split, GameId id, String reason) {
        left.computeIfAbsent(split, key -> new ArrayList<>()).add(new Left(id, reason));
    }

    /** The official split that a game lies in, or the folder itself. */
    private String split(GameId id) {
        return folder.splitOf(id).orElse("games");
    }

    private String fullPath(GameId id) {
        return folder.root().toString().replace('\\', '/') + "/" + id.value();
    }

    /** The path below the folder of the split, wherever that lies. */
    private String inSplit(String split, GameId id) {
        String path = fullPath(id);
        int start = path.lastIndexOf("/" + split + "/");
        return start < 0 ? id.value() : path.substring(start + split.length() + 2);
    }

    private static String digest(String text) {
        return GameStore.key(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private Findings findings(List<String> passedOver) {
        Map<String, Split> splits = new TreeMap<>();
        Set<String> names = new TreeSet<>(usable.keySet());
        names.addAll(left.keySet());
        for (String name : names) {
            splits.put(
                    name,
                    new Split(
                            usable.getOrDefault(name, List.of()),
                            types.getOrDefault(name, Map.of()),
                            left.getOrDefault(name, List.of()),
                            digest(String.valueOf(contents.get(name)))));
        }
        return new Findings(splits, dialects, domains, grammars, passedOver, problems(splits));
    }

    private List<String> problems(Map<String, Split> splits) {
        List<String> problems = new ArrayList<>();
        if (usable.isEmpty()) {
            problems.add(folder.none());
        }
        splits.forEach(
                (name, split) -> {
                    Integer wanted = OFFICIAL.get(name);
                    if (wanted != null && split.usable().size() != wanted) {
                        problems.add(
                                "%s has %d usable games instead of %d; get the release again with"
                                                .formatted(name, split.usable().size(), wanted)
                                        + " ./oreo alfworld fetch");
                    } else if (!CONTENTS.getOrDefault(name, split.contents())
                            .equals(split.contents())) {
                        problems.add(
                                "%s has other games than release 2.1.2: its contents are %s, not %s"
                                        .formatted(name, split.contents(), CONTENTS.get(name)));
                    }
                });
        if (dialects.size() > 1) {
            problems.add("the games speak two dialects, so they are of two releases: " + dialects);
        }
        if (unknownDialect > 0) {
            problems.add(
                    unknownDialect
                            + " games speak neither 'move X to Y' nor 'put X in/on Y': they are of"
                            + " no release that is known");
        }
        if (domains.size() > 1 || grammars.size() > 1) {
            problems.add(
                    "the games have %d domains and %d grammars; one release has one of each"
                            .formatted(domains.size(), grammars.size()));
        }
        return problems;
    }

    /** The findings as text for a person. */
    public static String format(Findings findings) {
        StringBuilder text = new StringBuilder();
        findings.splits()
                .forEach(
                        (name, split) -> {
                            text.append(
                                    "%-14s%6d usable, %d left out, contents %s%n"
                                            .formatted(
                                                    name,
                                                    split.usable().size(),
                                                    split.left().size(),
                                                    split.contents()));
                            for (TaskType type : TaskType.values()) {
                                text.append(
                                        "  %-32s%6d%n"
                                                .formatted(
                                                        type.label(),
                                                        split.byType().getOrDefault(type, 0)));
                            }
                            split.left().stream()
                                    .limit(SHOWN)
                                    .forEach(
                                            one ->
                                                    text.append(
                                                            "  left out: %s: %s%n"
                                                                    .formatted(
                                                                            one.id(),
                                                                            one.reason())));
                            if (split.left().size() > SHOWN) {
                                text.append(
                                        "  and %d more%n".formatted(split.left().size() - SHOWN));
                            }
                        });
        text.append("dialect       %s%n".formatted(findings.dialects()));
        text.append("domain        %s%n".formatted(String.join(", ", findings.domains())));
        text.append("grammar       %s%n".formatted(String.join(", ", findings.grammars())));
        findings.passedOver()
                .forEach(place -> text.append("passed over: ").append(place).append('\n'));
        findings.problems()
                .forEach(problem -> text.append("refused: ").append(problem).append('\n'));
        return text.toString();
    }
}
