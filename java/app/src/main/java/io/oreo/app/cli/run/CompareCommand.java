package io.oreo.app.cli.run;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.Wiring;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import io.oreo.app.estimate.Estimate;
import io.oreo.evaluation.figures.ReportInput;
import io.oreo.evaluation.report.SeedComparison;
import io.oreo.schedule.RunResults;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every method of a run file on the same rollouts, over several seeds. */
@Command(
        name = "compare",
        description = {
            "Train all methods of a run file on the same rollouts, evaluate all on the same"
                    + " problems, over several seeds, and compare them by paired tests.",
            "Each seed is a run in a folder of its own; what was stopped goes on where it was."
        })
public final class CompareCommand extends Verb {

    @Mixin private RunChoice choice = new RunChoice();

    @Mixin private RunFolderChoice folders = new RunFolderChoice();

    @Option(
            names = "--dry-run",
            description = "Start nothing: print an estimate of memory and work for each seed.")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        RunSettings settings = choice.settings(home());
        requireRivals(settings);
        List<RunSettings> runs = runs(settings);
        if (dryRun) {
            out().printf(
                            "# %d seeds; each:%n%s",
                            runs.size(), Estimate.of(settings, home().methods()));
            out().flush();
            return ExitStatus.SUCCESS;
        }
        Path folder = folders.runs(home()).resolve(settings.name());
        List<ReportInput> results = new ArrayList<>();
        for (RunSettings run : runs) {
            results.add(carry(folder, run));
        }
        conclude(folder, SeedComparison.of(settings.name(), results));
        return ExitStatus.SUCCESS;
    }

    private static void requireRivals(RunSettings settings) {
        if (settings.iterations() < 1 || settings.method().size() < 2) {
            throw new ConfigurationException(
                    ("run file %s names no methods to compare; set iterations to 1 or more and give"
                                    + " it a second [[method]]")
                            .formatted(settings.name()));
        }
    }

    private static List<RunSettings> runs(RunSettings settings) {
        return LongStream.range(settings.seed(), settings.seed() + settings.compare().seeds())
                .mapToObj(seed -> settings.with("seed-" + seed, seed))
                .toList();
    }

    private ReportInput carry(Path folder, RunSettings run) throws InterruptedException {
        Progress progress = Progress.onStandardError();
        progress.note("Seed %d".formatted(run.seed()));
        try (CleanStop _ = new CleanStop("Go on with the same command");
                Wiring wiring = Wiring.open(home(), folder, run, progress)) {
            wiring.runner().complete();
            return new RunResults(wiring.context().plan(), wiring.context().journal()).input();
        }
    }

    private void conclude(Path folder, SeedComparison comparison) {
        RunFolder.writeFile(folder.resolve("compare.json"), comparison.json());
        RunFolder.writeFile(folder.resolve("compare.md"), comparison.markdown());
        RunFolder.writeFile(folder.resolve("compare.html"), comparison.html());
        out().print(comparison.markdown());
        out().println("report: " + folder.resolve("compare.html"));
        out().flush();
    }
}
