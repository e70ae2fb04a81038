package io.oreo.alfworld.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.Dialect;
import io.oreo.alfworld.GameFile;
import io.oreo.alfworld.GameFolder;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
