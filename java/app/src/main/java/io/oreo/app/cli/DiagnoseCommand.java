package io.oreo.app.cli;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.Wiring;
import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.report.ProbePart;
import io.oreo.evaluation.report.ProbeReportJson;
import io.oreo.schedule.Diagnosing;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.store.RunFolder;
import io.oreo.trajectory.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well explicit and implicit values tell right from wrong. */
@Command(
        name = "diagnose",
        description = {
            "Explicit against implicit value: how well each critic's V and each policy's log-ratio"
                + " rank attempts, find the first wrong step, and fit the soft Bellman equation.",
            "Without --labels the attempts are those that the run's evaluations sampled; new runs"
                    + " report them by themselves, and for one that an earlier version finished the"
                    + " report is written anew.",
            "With --labels they are solutions with a label at their first wrong step, one a line,"
                + " in the fields of MR-GSM8K: question, model_output_steps,"
                + " model_output_answer_correctness, model_output_solution_correctness,"
                + " model_output_solution_first_error_step. The figures are printed, and written to"
                + " FILE's name with .diagnosis.json in the run's folder."
        })
final class DiagnoseCommand extends Verb {

    @Mixin private NamedRun run = new NamedRun();

    @Option(names = "--labels", paramLabel = "FILE", description = "Labelled solutions.")
    private @Nullable Path labels;

    @Option(
            names = "--ask",
            paramLabel = "TEXT",
            defaultValue = "{question}\n",
            description =
                    "How a question of FILE is asked; {question} stands for it, \\n for a line's"
                            + " end. Default: the question and a line's end.")
    private String ask = "{question}\n";

    @Override
    public Integer call() throws InterruptedException {
        RunSettings settings = run.settings(home());
        Optional<List<Diagnosing.Solution>> solutions =
                Optional.ofNullable(labels)
                        .map(file -> LabelledSteps.read(file, ask.replace("\\n", "\n")));
        Progress progress = Progress.onStandardError();
        try (CleanStop _ = new CleanStop("Go on with the same command");
                Wiring wiring = Wiring.open(home(), run.runs(home()), settings, progress)) {
            if (solutions.isPresent()) {
                diagnose(wiring, solutions.get(), Optional.ofNullable(labels).orElseThrow());
            } else {
                wiring.runner().complete();
            }
        }
        if (solutions.isEmpty()) {
            RunReport.print(run.folder(home()), out());
        }
        return ExitStatus.SUCCESS;
    }

    private void diagnose(Wiring wiring, List<Diagnosing.Solution> solutions, Path file) {
        String name = String.valueOf(file.getFileName());
        Probe probe = new Diagnosing(wiring.context()).ask(name, solutions);
        ProbeFigures figures =
                ProbeFigures.of(
                        probe,
                        new Seed(wiring.context().settings().seed()).child("labels").child(name));
        Path written = wiring.context().files().path().resolve(name + ".diagnosis.json");
        RunFolder.writeFile(written, ProbeReportJson.of(List.of(figures)).toPrettyString() + "\n");
        ProbePart.lines(figures).forEach(out()::println);
        if (probe.left() > 0) {
            out().printf("%d solutions were longer than the models read.%n", probe.left());
        }
        out().println("figures: " + written);
        out().flush();
    }
}
