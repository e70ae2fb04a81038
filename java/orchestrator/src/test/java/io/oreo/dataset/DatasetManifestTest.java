package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetManifestTest {

    @TempDir private Path folder;

    @Test
    void it_reads_as_it_was_written_and_finds_its_shards() {
        ShardInfo first = shard("a.parquet", "t1");
        ShardInfo second = shard("b.parquet", "t2");
        DatasetManifest manifest =
                new DatasetManifest(SampleTrajectories.TOKENIZER, List.of(first, second));
        manifest.write(folder);

        assertEquals(manifest, DatasetManifest.read(folder));
        assertEquals(2, manifest.rows());
        assertEquals(
                "t2",
                TrajectoryShards.read(DatasetManifest.read(folder).shards().getLast())
                        .getLast()
                        .id());
    }

    @Test
    void a_shard_outside_its_folder_is_never_opened() throws IOException {
        new DatasetManifest(SampleTrajectories.TOKENIZER, List.of(shard("a.parquet", "t1")))
                .write(folder);
        Path file = folder.resolve(DatasetManifest.FILE_NAME);
        String text = Files.readString(file);
        for (String name : List.of("../a.parquet", "/etc/passwd", "C:a.parquet", ".hidden", "")) {
            Files.writeString(file, text.replace("a.parquet", name));
            DatasetException refused =
                    assertThrows(DatasetException.class, () -> DatasetManifest.read(folder), name);
            assertTrue(refused.getMessage().contains("no plain file name"), refused::toString);
        }
    }

    @Test
    void a_folder_without_a_dataset_or_with_a_damaged_one_is_named() throws IOException {
        assertThrows(DatasetException.class, () -> DatasetManifest.read(folder));
        Files.writeString(folder.resolve(DatasetManifest.FILE_NAME), "{\"format\": ");
        DatasetException refused =
                assertThrows(DatasetException.class, () -> DatasetManifest.read(folder));
        assertTrue(refused.getMessage().contains("damaged"), refused::toString);
    }

    private ShardInfo shard(String name, String id) {
        return TrajectoryShards.write(
                List.of(SampleTrajectories.graded(id, "p", 1)), folder.resolve(name));
    }
}
