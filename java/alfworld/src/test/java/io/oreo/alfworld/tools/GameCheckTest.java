package io.oreo.alfworld.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.Dialect;
import io.oreo.alfworld.FastEnvironment;
import io.oreo.alfworld.GameFile;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.game.GameStore;
import io.oreo.alfworld.planning.GameException;
import io.oreo.environment.EnvironmentException;
import io.oreo.environment.GameId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GameCheckTest {

    @TempDir private Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name).resolve(GameFile.NAME);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private GameCheck.Findings findings() {
        return GameCheck.of(new GameFolder(folder));
    }

    @Test
    void gamesOfOneReleaseAreCountedByType() throws IOException {
        RecordedPlays.write(folder);
        GameCheck.Findings findings = findings();
        assertEquals(List.of(), findings.problems());
        assertEquals(Set.of(Dialect.MOVE), findings.dialects());
        assertEquals(6, findings.splits().get("games").usable().size());
        assertEquals(6, findings.splits().get("games").byType().size());
    }

    @Test
    void anOfficialSplitWithGamesMissingIsRefused() throws IOException {
        String content = RecordedPlays.all().getFirst().file();
        for (int i = 0; i < 132; i++) {
            write("valid_unseen/pick_and_place_simple-Pen-None-Desk-1/trial_" + i, content);
        }
        List<String> problems = findings().problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("132 usable games instead of 134"));
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndListedWithItsReason() throws IOException {
        Play play = RecordedPlays.all().getFirst();
        write("a", play.file());
        write("b", play.file().replace("\"solvable\":true", "\"solvable\":false"));
        write("c", play.file().replace("\"solvable\":true,", ""));
        write("d", play.file().substring(0, 100));
        write("e-Sliced", play.file());
        GameCheck.Split split = findings().splits().get("games");
        assertEquals(1, split.usable().size());
        String text = GameCheck.format(findings());
        for (String reason :
                List.of("is unsolvable", "whether it is solvable", "not JSON", "leaves out")) {
            assertTrue(text.contains(reason), text);
        }
    }

    @Test
    void twoReleasesInOneFolderAreRefused() throws IOException {
        Play play = RecordedPlays.all().getFirst();
        write("a", play.file());
        write("b", play.file().replace("move {o} to {r}", "put {o} in/on {r}"));
        assertTrue(
                findings().problems().stream().anyMatch(p -> p.contains("two dialects")),
                findings().problems().toString());
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertTrue(findings().problems().getFirst().contains("no usable game"));
    }

    @Test
    void theInnermostSplitCounts() throws IOException {
        String task = "pick_and_place_simple-Pen-None-Desk-1/trial_1";
        write("train/valid_seen/" + task, RecordedPlays.all().getFirst().file());
        for (Path root : List.of(folder, folder.resolve("train"))) {
            GameCheck.Findings findings = GameCheck.of(new GameFolder(root));
            assertEquals(Set.of("valid_seen"), findings.splits().keySet());
        }
        for (String inside : List.of("train/valid_seen", "train/valid_seen/" + task)) {
            GameCheck.Findings findings = GameCheck.of(new GameFolder(folder.resolve(inside)));
            assertEquals(Set.of("valid_seen"), findings.splits().keySet(), inside);
        }
    }

    @Test
    void aLinkToAFolderAboveIsPassedOverAndNamed() throws IOException {
        RecordedPlays.write(folder);
        Files.createSymbolicLink(folder.resolve("above"), folder);
        GameCheck.Findings findings = findings();
        assertEquals(List.of(), findings.problems());
        assertEquals(6, findings.splits().get("games").usable().size());
        String text = GameCheck.format(findings);
        assertTrue(text.contains("passed over: above: it is a link to a folder above"), text);
    }

    @Test
    void aDamagedPreparedGameWaitsToBePreparedAnew() throws IOException {
        GameFolder games = RecordedPlays.write(folder.resolve("games"));
        GameStore store = RecordedPlays.prepared(folder.resolve("prepared"));
        Preparation preparation = new Preparation(games, store);
        assertEquals(List.of(), preparation.waiting());
        Play play = RecordedPlays.all().getFirst();
        String key = GameStore.key(play.bytes());
        byte[] whole = Files.readAllBytes(store.path(key));
        Files.write(store.path(key), Arrays.copyOf(whole, whole.length / 2));
        assertEquals(
                List.of(play.game()),
                preparation.waiting().stream().map(game -> game.id().value()).toList());
        EnvironmentException damaged =
                assertThrows(
                        EnvironmentException.class,
                        () ->
                                new FastEnvironment(
                                                games, store, Optional.empty(), Optional.empty())
                                        .open(new GameId(play.game())));
        String said = String.valueOf(damaged.getMessage());
        assertTrue(said.contains(store.path(key).toString()), said);
        assertTrue(said.contains("./oreo alfworld prepare"), said);
        store.putRefusal(key, GameException.unsupported("the grammar hums"));
        assertEquals(List.of(), preparation.waiting());
        assertEquals(
                List.of(
                        "left to the reference mode: %s: the grammar hums; play this game with"
                                        .formatted(play.game())
                                + " --engine reference"),
                preparation.refusals(games.games()));
    }
}
