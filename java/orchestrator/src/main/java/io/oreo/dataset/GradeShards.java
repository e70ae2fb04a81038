package io.oreo.dataset;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Grades of a shard of rollouts, in a file beside it: a row for each, in the same order. The
 * rollouts themselves stay where they are, so that no token is stored twice.
 *
 * <p>The digest of a grade shard is that of the graded trajectories, so it speaks of both files.
 */
public final class GradeShards {

    private static final ShardRows<Grade> ROWS =
            new ShardRows<>(
                    "id VARCHAR, " + ShardColumns.OUTCOME_DEFINITIONS,
                    "id, " + ShardColumns.OUTCOME_NAMES,
                    (rows, grade) -> {
                        rows.beginRow();
                        rows.append(grade.id());
                        ShardColumns.appendOutcome(rows, grade.outcome());
                        rows.endRow();
                    },
                    row -> new Grade(row.getString("id"), ShardColumns.readOutcome(row)));

    /** What was said of a rollout. */
    private record Grade(String id, Outcome outcome) {}

    private GradeShards() {}

    /**
     * Writes the grades of rollouts that have them: to a temporary file, read back and compared,
     * flushed to disk, renamed.
     *
     * @throws DatasetException if the file cannot be written or reads back differently
     */
    public static ShardInfo write(List<Trajectory> graded, Path file) {
        List<Grade> grades =
                graded.stream().map(each -> new Grade(each.id(), each.outcome())).toList();
        Path temporary = DatasetFiles.temporary(file);
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            String digest = ContentDigest.of(graded);
            try (DuckDBConnection connection = DuckDb.open()) {
                ROWS.copy(
                        connection,
                        grades,
                        "oreo_graded_digest: '%s'".formatted(digest),
                        temporary);
                List<Trajectory> back = graded(graded, ROWS.select(connection, temporary), file);
                DatasetFiles.requireEqual(digest, ContentDigest.of(back), file);
            }
            DatasetFiles.publish(temporary, file);
            return new ShardInfo(file, graded.size(), digest, Files.size(file));
        } catch (IOException | SQLException failure) {
            throw DatasetFiles.cannotWrite(file, failure);
        } finally {
            DatasetFiles.deleteLeftOver(temporary);
        }
    }

    /**
     * Rollouts with their grades.
     *
     * @param rollouts those of the shard beside
     * @param shard the grades
     * @throws DatasetException if the grades are missing, damaged or those of other rollouts
     */
    public static List<Trajectory> read(List<Trajectory> rollouts, ShardInfo shard) {
        DatasetFiles.requireFile(shard.path());
        try (DuckDBConnection connection = DuckDb.open()) {
            List<Grade> grades = ROWS.select(connection, shard.path());
            List<Trajectory> graded = graded(rollouts, grades, shard.path());
            DatasetFiles.requireEqual(
                    shard.contentDigest(), ContentDigest.of(graded), shard.path());
            return graded;
        } catch (SQLException | IllegalArgumentException | ClassCastException failure) {
            throw DatasetFiles.cannotRead(shard.path(), failure);
        }
    }

    private static List<Trajectory> graded(
            List<Trajectory> rollouts, List<Grade> grades, Path file) {
        if (grades.size() != rollouts.size()) {
            throw DatasetFiles.otherRollouts(file);
        }
        List<Trajectory> graded = new ArrayList<>(rollouts.size());
        for (int i = 0; i < grades.size(); i++) {
            if (!grades.get(i).id().equals(rollouts.get(i).id())) {
                throw DatasetFiles.otherRollouts(file);
            }
            graded.add(rollouts.get(i).with(grades.get(i).outcome()));
        }
        return List.copyOf(graded);
    }
}
