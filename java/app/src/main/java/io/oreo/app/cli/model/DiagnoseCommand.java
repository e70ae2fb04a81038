package io.oreo.app.cli.model;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.Wiring;
import io.oreo.app.cli.run.NamedRun;
import io.oreo.app.cli.run.RunReport;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeFigures;
import io.oreo.evaluation.report.ProbePart;
import io.oreo.evaluation.report.ProbeReportJson;
import io.oreo.store.RunFolder;
import io.oreo.trajectory.Seed;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well explicit and implicit values tell correct from incorrect. */
@Command(
        name = "diagnose",
        description = {
            "Explicit against implicit value: how well each critic's V and each policy's log-ratio"
                    + " rank attempts, find the first incorrect step, and fit the soft Bellman"
                    + " equation.",
            "Without --labels the attempts are those that the run's evaluations sampled; new runs"
                    + " report them by themselves, and for one that an earlier version finished the"
                    + " report is written anew.",
            "With --labels they are solutions with a label at their first incorrect step, one a"
                + " line, in the fields of MR-GSM8K: question, model_output_steps,"
                + " model_output_answer_correctness, model_output_solution_correctness,"
                + " model_output_solution_first_error_step. The figures are printed, and written to"
                + " FILE's name with .diagnosis.json in the run's folder."
        })
public final class DiagnoseCommand extends Verb {

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
        if (labels == null) {
            complete();
        } else {
            diagnose(labels, LabelledSteps.read(labels, ask.replace("\\n", "\n")));
        }
        return ExitStatus.SUCCESS;
    }

    /** A finished run; one that is not would be carried on for hours. */
    private void complete() throws InterruptedException {
        RunReport.require(run.folder(home()));
        try (CleanStop _ = new CleanStop("Go on with the same command");
                Wiring wiring = open()) {
            wiring.runner().complete();
        }
        RunReport.print(run.folder(home()), out());
    }

    private void diagnose(Path file, List<Diagnosing.Solution> solutions) {
        String name = String.valueOf(file.getFileName());
        try (CleanStop _ = new CleanStop("Nothing was changed.");
                Wiring wiring = open()) {
            Probe probe = new Diagnosing(wiring.context()).score(name, solutions);
            Seed seed = new Seed(wiring.context().plan().settings().seed());
            ProbeFigures figures = ProbeFigures.of(probe, seed.child("labels").child(name));
            Path written = run.folder(home()).resolve(name + ".diagnosis.json");
            RunFolder.writeFile(written, ProbeReportJson.text(figures));
            ProbePart.lines(figures).forEach(out()::println);
            if (probe.left() > 0) {
                out().printf("%d solutions were longer than the models read.%n", probe.left());
            }
            out().println("figures: " + written);
            out().flush();
        }
    }

    private Wiring open() {
        return Wiring.open(
                home(), run.runs(home()), run.settings(home()), Progress.onStandardError());
    }
}
