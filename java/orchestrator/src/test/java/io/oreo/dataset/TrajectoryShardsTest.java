package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajectoryShardsTest {

    /** Read by Python readers as well, in test_shards.py; {@code make golden} writes it anew. */
    static final Path GOLDEN = Path.of("src/test/resources/golden/trajectories.parquet");

    /** Fixed for ever: a change of it makes every stored run unreadable. */
    static final String GOLDEN_DIGEST =
            "5c2807fdeba1e3bde5fd66b0dd7bf3b077fdc520b0f2ba51d0593f2c94f3f0b1";

    @TempDir private Path folder;

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void what_is_read_equals_what_was_written(
            @ForAll long seed, @ForAll @IntRange(max = 12) int count) throws IOException {
        List<Trajectory> written = new RandomTrajectories(new Random(seed)).trajectories(count);
        Path own = Files.createTempDirectory("shards");
        try {
            ShardInfo shard = TrajectoryShards.write(written, own.resolve("shard.parquet"));

            assertEquals(written, TrajectoryShards.read(shard));
            assertEquals(count, shard.rows());
            assertEquals(Files.size(shard.path()), shard.bytes());
            assertEquals(List.of("shard.parquet"), names(own), "nothing is left beside it");
        } finally {
            Files.deleteIfExists(own.resolve("shard.parquet"));
            Files.delete(own);
        }
    }

    @Test
    void the_golden_shard_reads_as_it_was_written_long_ago() throws IOException {
        if ("rewrite".equals(System.getenv("OREO_GOLDEN"))) {
            TrajectoryShards.write(SampleTrajectories.oneOfEach(), GOLDEN);
        }
        assertEquals(SampleTrajectories.oneOfEach(), TrajectoryShards.read(GOLDEN));
        assertEquals(GOLDEN_DIGEST, ContentDigest.of(SampleTrajectories.oneOfEach()));
    }

    @Test
    void the_digest_notices_every_kind_of_change() {
        Trajectory correct = SampleTrajectories.graded("a", "p", 1);
        String digest = ContentDigest.of(List.of(correct));
        List<Trajectory> changed =
                List.of(
                        SampleTrajectories.graded("b", "p", 1),
                        SampleTrajectories.graded("a", "q", 1),
                        SampleTrajectories.graded("a", "p", 0.75),
                        SampleTrajectories.attempt("a", "p"),
                        correct.broken("why"));

        for (Trajectory other : changed) {
            assertTrue(!digest.equals(ContentDigest.of(List.of(other))), other::toString);
        }
        assertTrue(!digest.equals(ContentDigest.of(List.of(correct, correct))));
    }

    @Test
    void a_shard_with_a_changed_byte_is_refused() throws IOException {
        Path file = folder.resolve("shard.parquet");
        TrajectoryShards.write(SampleTrajectories.oneOfEach(), file);
        byte[] bytes = Files.readAllBytes(file);
        for (int position : new int[] {bytes.length / 4, bytes.length / 2, bytes.length - 6}) {
            byte[] damaged = bytes.clone();
            damaged[position] ^= 0x55;
            Files.write(file, damaged);

            DatasetException refused =
                    assertThrows(DatasetException.class, () -> TrajectoryShards.read(file));
            assertTrue(refused.getMessage().contains("restore it"), refused::toString);
        }
    }

    @Test
    void a_parquet_file_that_is_no_shard_is_refused() throws Exception {
        Path file = folder.resolve("other.parquet");
        try (var connection = DuckDb.open();
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1 AS id) TO '%s' (FORMAT parquet)".formatted(file));
        }
        assertThrows(DatasetException.class, () -> TrajectoryShards.read(file));
    }

    @Test
    void another_shard_under_the_same_name_is_refused() {
        Path file = folder.resolve("shard.parquet");
        ShardInfo known =
                TrajectoryShards.write(List.of(SampleTrajectories.graded("a", "p", 1)), file);
        TrajectoryShards.write(List.of(SampleTrajectories.graded("a", "p", 0)), file);

        DatasetException refused =
                assertThrows(DatasetException.class, () -> TrajectoryShards.read(known));
        assertTrue(refused.getMessage().contains("other trajectories"), refused::toString);
    }

    @Test
    void a_failed_write_leaves_the_old_shard_as_it_was() throws IOException {
        Path file = folder.resolve("shard.parquet");
        TrajectoryShards.write(SampleTrajectories.oneOfEach(), file);
        byte[] before = Files.readAllBytes(file);
        Trajectory halfPair = SampleTrajectories.attempt("\uD800", "p");

        assertThrows(DatasetException.class, () -> TrajectoryShards.write(List.of(halfPair), file));
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of("shard.parquet"), names(folder));
    }

    @Test
    void a_file_in_the_place_of_a_folder_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        DatasetException refused =
                assertThrows(
                        DatasetException.class,
                        () -> TrajectoryShards.write(List.of(), file.resolve("s.parquet")));
        assertTrue(refused.getMessage().contains("Cannot write"), refused::toString);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
