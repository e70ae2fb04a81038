package io.oreo.alfworld.game;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.RecordedPlays.Play;
import io.oreo.alfworld.planning.GameException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GameStoreTest {

    @TempDir private Path folder;
    private final Play play = RecordedPlays.all().getFirst();
    private final String key = GameStore.key(play.bytes());

    private byte[] prepared() {
        return GameCodec.write(GameCompiler.compile(GameDocument.read(play.document())));
    }

    @Test
    void aGameOfAnotherVersionIsNotPreparedAndIsLeftAlone() throws IOException {
        GameStore store = new GameStore(folder);
        byte[] older = "oreogam\1and what that version wrote".getBytes(StandardCharsets.UTF_8);
        Path place = folder.resolve("v1").resolve(folder.relativize(store.path(key)).subpath(1, 3));
        Files.createDirectories(place.getParent());
        Files.write(place, older);

        assertFalse(store.knows(key));
        assertEquals(Optional.empty(), store.find(key));
        store.put(key, GameCodec.read(prepared()));
        assertTrue(store.find(key).isPresent());
        assertArrayEquals(older, Files.readAllBytes(place));
    }

    @Test
    void theMarkOfAnotherVersionIsRefusedWhereverTheFileLies() {
        byte[] bytes = prepared();
        assertEquals(GameCodec.VERSION, bytes[7]);
        bytes[7]--;
        GameException e = assertThrows(GameException.class, () -> GameCodec.read(bytes));
        assertTrue(e.getMessage().contains("another version"), e.getMessage());
        assertTrue(e.getMessage().contains("oreo alfworld prepare"), e.getMessage());
    }
}
