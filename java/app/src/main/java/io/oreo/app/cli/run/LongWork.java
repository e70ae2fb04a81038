package io.oreo.app.cli.run;

import io.oreo.app.CleanStop;
import io.oreo.app.Progress;
import io.oreo.app.Wiring;
import io.oreo.app.cli.verb.ExitStatus;
import io.oreo.app.cli.verb.Shell;
import io.oreo.app.cli.verb.Verb;
import io.oreo.run.RunEvent;
import io.oreo.run.RunState;
import io.oreo.run.Stage;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;

/** Carries a run as far as asked, shows how it goes, and stops cleanly when told to. */
final class LongWork {

    private final Verb verb;
    private final Path runs;

    /**
     * @param verb who asks
     * @param runs folder of the runs
     */
    LongWork(Verb verb, Path runs) {
        this.verb = verb;
        this.runs = runs;
    }

    /**
     * @return the exit status
     * @throws InterruptedException if it was stopped; it can go on
     */
    int carry(RunSettings settings, Predicate<RunState> enough) throws InterruptedException {
        String advice = "Go on with: " + resume(settings);
        Progress progress = Progress.onStandardError();
        RunState state;
        try (CleanStop _ = new CleanStop(advice);
                Wiring wiring = Wiring.open(verb.home(), runs, settings, progress)) {
            wiring.runner().run(enough);
            state = wiring.context().journal().state();
        }
        conclude(settings, state);
        return ExitStatus.SUCCESS;
    }

    private void conclude(RunSettings settings, RunState state) {
        if (state.stage() == Stage.DONE) {
            RunReport.print(runs.resolve(settings.name()), verb.out());
        } else {
            verb.out()
                    .printf(
                            "Run %s is as far as asked (iteration %d, next: %s).%n",
                            settings.name(), state.iteration(), Words.of(state.stage()));
            state.trainings().values().stream()
                    .sorted(Comparator.comparing(RunEvent.TrainingFinished::training))
                    .forEach(training -> say(runs.resolve(settings.name()), training));
            verb.out().printf("Go on with: %s%n", resume(settings));
        }
        verb.out().flush();
    }

    /** The command that goes on with the run, wherever it lies. */
    private String resume(RunSettings settings) {
        String command = "./oreo resume " + settings.name();
        return runs.equals(verb.home().runs()) ? command : command + " --runs " + Shell.word(runs);
    }

    private void say(Path run, RunEvent.TrainingFinished training) {
        verb.out()
                .printf(
                        "%s: policy %s%s%n",
                        training.training(),
                        run.resolve(training.policyDirectory()),
                        training.criticDirectory()
                                .map(critic -> ", critic " + run.resolve(critic))
                                .orElse(""));
    }
}
