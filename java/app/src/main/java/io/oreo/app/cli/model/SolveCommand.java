package io.oreo.app.cli.model;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.Wiring;
import io.oreo.app.cli.model.Solving.Solution;
import io.oreo.app.cli.model.Solving.Step;
import io.oreo.app.cli.run.NamedRun;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Verb;
import io.oreo.app.config.ConfigurationException;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.search.TraceDrawing;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.trajectory.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One problem, answered by the last policy of a run. */
@Command(
        name = "solve",
        description = {
            "Answer one problem with the last policy of a run, step by step with the value of"
                    + " each.",
            "With a critic the search is step-level beam search (games: best-of-K actions), else"
                    + " greedy."
        })
public final class SolveCommand extends Verb {

    private static final int WIDTH = 4;

    @Mixin private NamedRun run = new NamedRun();

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "The problem as the policy reads it; \\n stands for a line's end.")
    private @Nullable String text;

    @Option(
            names = "--problem",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of a test problem, from 1. Default: ${DEFAULT-VALUE}.")
    private int number = 1;

    @Mixin private SearchChoice search = new SearchChoice();

    @Option(names = "--trace", description = "Draw every candidate of the search.")
    private boolean trace;

    @Override
    public Integer call() {
        RunSettings settings = run.settings(home());
        if (text == null && (number < 1 || number > settings.task().test())) {
            throw new ConfigurationException(
                    "--problem is %d; the run has test problems 1 to %d"
                            .formatted(number, settings.task().test()));
        }
        Progress progress = Progress.onStandardError();
        search.check(home());
        try (CleanStop _ = new CleanStop("Nothing was changed.");
                Wiring wiring = Wiring.open(home(), run.runs(home()), settings, progress)) {
            Solving solving = new Solving(wiring.context());
            Problem problem = problem(solving);
            SearchStrategy usual = solving.hasCritic() ? solving.valueSearch(WIDTH) : new Greedy();
            show(
                    problem,
                    solving.solve(problem, search.strategy(home(), usual, solving.hasCritic())));
        }
        return ExitStatus.SUCCESS;
    }

    private Problem problem(Solving solving) {
        if (text == null) {
            return solving.testProblems(number).get(number - 1);
        }
        return solving.given(text.replace("\\n", "\n"));
    }

    private void show(Problem problem, Solution solution) {
        out().printf("%s%n%n", problem.prompt().strip());
        List<Step> steps = solution.steps();
        for (Step step : steps) {
            String value =
                    step.value().isPresent()
                            ? "%6.3f".formatted(step.value().getAsDouble())
                            : "     -";
            out().printf("  %s  %s%n", value, step.text().strip());
        }
        out().printf(
                        "%n%s with %s, %,d tokens%s%n",
                        solution.policy(),
                        solution.result().trace().strategy(),
                        solution.result().tokensSpent(),
                        problem.referenceAnswer().isEmpty()
                                ? ""
                                : "; the reference answer is " + problem.referenceAnswer());
        if (trace) {
            out().println();
            out().print(TraceDrawing.of(solution.result().trace()));
        }
        out().flush();
    }
}
