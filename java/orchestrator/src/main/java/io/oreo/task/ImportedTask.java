package io.oreo.task;

import io.oreo.grading.Grader;
import io.oreo.grading.NoGrader;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Seed;
import io.oreo.worker.StepRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trajectories that were imported, in place of problems: what the policy learns from is given, with
 * its rewards, so there is nothing to ask, to grade or to evaluate.
 */
final class ImportedTask implements Task {

    static final String NAME = "imported";

    private static final String MANIFEST = "manifest.json";

    private final String fingerprint;

    private ImportedTask(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /**
     * Looks at a dataset; its rows are read later, and then checked against the manifest.
     *
     * @param data folder of the dataset
     * @throws TaskException if it holds none
     */
    static ImportedTask read(String data) {
        Path manifest = Path.of(data).resolve(MANIFEST);
        try {
            return new ImportedTask(ContentKey.of(Files.readAllBytes(manifest)));
        } catch (IOException missing) {
            throw new TaskException(
                    ("%s holds no dataset (%s cannot be read); make one with `./oreo import FILE"
                                    + " --into DIR --model DIR` and give it by --data DIR")
                            .formatted(data, MANIFEST),
                    missing);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskKind kind() {
        return new TaskKind.Given();
    }

    @Override
    public List<Problem> problems(Split split, int count, Seed seed) {
        if (count > 0) {
            throw new TaskException(
                    "an imported dataset has trajectories, but no %s problems; ask for 0 of them"
                            .formatted(split.label()));
        }
        return List.of();
    }

    @Override
    public StepRule stepRule() {
        return new StepRule(List.of("\n"));
    }

    @Override
    public Grader grader() {
        return new NoGrader("none/1", "imported trajectories bring their rewards");
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
