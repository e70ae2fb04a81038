package io.oreo.alfworld.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.RecordedPlays.Step;
import io.oreo.alfworld.planning.GameException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GameTest {

    static List<Play> plays() {
        return RecordedPlays.all();
    }

    private static Game game(Play play) {
        return new Game(GameCompiler.compile(GameDocument.read(play.document())));
    }

    @ParameterizedTest
    @MethodSource("plays")
    void everyObservationIsTheOneThatTextWorldMade(Play play) {
        compare(game(play), play);
    }

    @ParameterizedTest
    @MethodSource("plays")
    void aStoredGameIsTheSame(Play play) {
        PreparedGame prepared = GameCompiler.compile(GameDocument.read(play.document()));
        byte[] bytes = GameCodec.write(prepared);
        assertTrue(bytes.length < 30_000, "compact: " + bytes.length);
        compare(new Game(GameCodec.read(bytes)), play);
    }

    private static void compare(Game game, Play play) {
        Position position = game.start();
        for (int i = 0; i < play.steps().size(); i++) {
            Step step = play.steps().get(i);
            position = i == 0 ? position : game.step(position, step.command());
            String where = "step " + i + ", '" + step.command() + "'";
            assertEquals(step.text(), position.text(), where);
            assertEquals(step.admissible(), position.admissible(), where);
            assertEquals(step.won(), position.won(), where);
        }
    }

    @ParameterizedTest
    @MethodSource("plays")
    void theWalkthroughWins(Play play) {
        Game game = game(play);
        Position position = game.start();
        for (String command : game.walkthrough().orElseThrow()) {
            position = game.step(position, command);
        }
        assertTrue(position.won());
    }

    @Test
    void aPositionIsASnapshot() {
        Play play = plays().getFirst();
        Game game = game(play);
        Position start = game.start();
        String text = start.text();
        for (String command : start.admissible()) {
            game.step(start, command);
        }
        assertEquals(text, start.text());
        assertEquals(play.steps().getFirst().admissible(), start.admissible());
    }

    @Test
    void strangeCommandsChangeNothing() {
        Game game = game(plays().getFirst());
        Position start = game.start();
        for (String strange :
                List.of("", "\u0000\u001b[2J", "拿 苹果", "{r.name}", "go to ".repeat(200_000))) {
            Position after = game.step(start, strange);
            assertEquals("Nothing happens.", after.text());
            assertSame(start.state, after.state);
        }
    }

    @Test
    void damagedBytesAreRefusedWhereverTheDamageIs() {
        byte[] bytes =
                GameCodec.write(
                        GameCompiler.compile(GameDocument.read(plays().getFirst().document())));
        for (int length = 0; length < bytes.length; length += 97) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(GameException.class, () -> GameCodec.read(cut), "cut at " + length);
        }
        for (int place = 0; place < bytes.length; place += 89) {
            byte[] flipped = bytes.clone();
            flipped[place] ^= 0x10;
            assertThrows(GameException.class, () -> GameCodec.read(flipped), "at " + place);
        }
    }
}
