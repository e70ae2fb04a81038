package io.oreo.alfworld.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.HouseSize;
import io.oreo.alfworld.TaskType;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GameGeneratorTest {

    private static GameGenerator generator(int receptacles, int objects) {
        return new GameGenerator(
                "(define (domain alfred))",
                "Your task is to: UNKNOWN GOAL.",
                new HouseSize(receptacles, objects));
    }

    @Test
    void equalSeedsGiveEqualGamesAndOthersDoNot() {
        GeneratedGame game = generator(16, 20).game(7, 3);
        assertEquals(game.file(), generator(16, 20).game(7, 3).file());
        assertNotEquals(game.problem(), generator(16, 20).game(8, 3).problem());
        assertNotEquals(game.problem(), generator(16, 20).game(7, 9).problem());
    }

    @Test
    void typesTakeTurns() {
        Set<TaskType> types = new HashSet<>();
        for (int index = 0; index < 6; index++) {
            GeneratedGame game = generator(12, 10).game(1, index);
            types.add(game.type());
            assertEquals(game.type(), TaskType.of(game.folder()).orElseThrow());
        }
        assertEquals(6, types.size());
    }

    @Property(tries = 60)
    void aHouseHasTheSizeThatWasAsked(
            @ForAll long seed,
            @ForAll @IntRange(min = 6, max = 60) int receptacles,
            @ForAll @IntRange(min = 4, max = 80) int objects) {
        GeneratedGame game = generator(receptacles, objects).game(seed, 0);
        assertEquals(
                receptacles,
                game.problem().lines().filter(line -> line.endsWith(" - receptacle")).count());
        long things = game.problem().lines().filter(line -> line.endsWith(" - object")).count();
        assertTrue(things >= Math.min(objects, 4) && things <= objects, "objects: " + things);
    }

    @Test
    void sizesBeyondReasonAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new HouseSize(5, 10));
        assertThrows(IllegalArgumentException.class, () -> new HouseSize(10, 81));
    }
}
