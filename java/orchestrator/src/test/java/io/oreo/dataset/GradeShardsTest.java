package io.oreo.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Trajectory;
import io.oreo.trajectory.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradeShardsTest {

    @TempDir private Path folder;

    private static List<Trajectory> ungraded() {
        return List.of(
                SampleTrajectories.attempt("a", "p"),
                SampleTrajectories.attempt("b", "p"),
                SampleTrajectories.attempt("c", "q"));
    }

    private static List<Trajectory> graded() {
        return List.of(
                ungraded()
                        .get(0)
                        .graded(new Outcome.Graded(new Verdict.Correct("4", "last"), 1, "g/1")),
                ungraded()
                        .get(1)
                        .graded(new Outcome.Graded(new Verdict.NoAnswer("no number"), 0, "g/1")),
                ungraded().get(2).broken("the grader failed"));
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void rollouts_and_the_grades_beside_them_are_the_graded_rollouts(
            @ForAll long seed, @ForAll @IntRange(max = 12) int count) throws IOException {
        // What nobody acted in has no place for a reward.
        List<Trajectory> rollouts =
                new RandomTrajectories(new Random(seed))
                        .trajectories(count).stream()
                                .filter(each -> each.tokens().actionMask().count() > 0)
                                .toList();
        List<Trajectory> graded = rollouts.stream().map(each -> each.with(each.outcome())).toList();
        Path own = Files.createTempDirectory("grades");
        try {
            ShardInfo shard = GradeShards.write(graded, own.resolve("grades.parquet"));

            assertEquals(graded, GradeShards.read(rollouts, shard));
            assertEquals(ContentDigest.of(graded), shard.contentDigest());
        } finally {
            Files.deleteIfExists(own.resolve("grades.parquet"));
            Files.delete(own);
        }
    }

    @Test
    void grades_are_smaller_than_what_they_grade() throws IOException {
        ShardInfo grades = GradeShards.write(graded(), folder.resolve("grades.parquet"));
        ShardInfo whole = TrajectoryShards.write(graded(), folder.resolve("whole.parquet"));

        assertEquals(graded(), GradeShards.read(ungraded(), grades));
        assertEquals(whole.contentDigest(), grades.contentDigest());
        assertTrue(grades.bytes() < whole.bytes(), grades + ", " + whole);
    }

    @Test
    void grades_of_other_rollouts_are_refused() {
        ShardInfo shard = GradeShards.write(graded(), folder.resolve("grades.parquet"));
        List<Trajectory> fewer = ungraded().subList(0, 2);
        List<Trajectory> others = List.of(ungraded().get(1), ungraded().get(0), ungraded().get(2));

        for (List<Trajectory> rollouts : List.of(fewer, others)) {
            DatasetException refused =
                    assertThrows(DatasetException.class, () -> GradeShards.read(rollouts, shard));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("grades of other rollouts"),
                    refused::getMessage);
        }
    }

    @Test
    void changed_damaged_and_missing_grades_are_refused() throws IOException {
        Path file = folder.resolve("grades.parquet");
        ShardInfo shard = GradeShards.write(graded(), file);
        GradeShards.write(
                List.of(graded().get(0), ungraded().get(1).broken("why"), graded().get(2)), file);
        assertThrows(DatasetException.class, () -> GradeShards.read(ungraded(), shard));

        Files.writeString(file, "no Parquet");
        assertThrows(DatasetException.class, () -> GradeShards.read(ungraded(), shard));

        Files.delete(file);
        assertThrows(DatasetException.class, () -> GradeShards.read(ungraded(), shard));
    }
}
