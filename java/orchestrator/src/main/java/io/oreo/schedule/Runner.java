package io.oreo.schedule;

import io.oreo.dataset.DatasetException;
import io.oreo.environment.EnvironmentException;
import io.oreo.interaction.Interaction;
import io.oreo.method.MethodDescriptions;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.schedule.settings.MethodSettings;
import io.oreo.store.StoreException;
import io.oreo.task.Split;
import io.oreo.task.TaskKind;
import io.oreo.worker.WorkerDescription;
import io.oreo.worker.WorkerException;
import io.oreo.worker.WorkerFailure;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Carries a run on from wherever its log says it is. One thread; whatever is under way when it is
 * interrupted or killed is done again by the next call, with the same result.
 */
public final class Runner {

    private final RunContext run;

    public Runner(RunContext run) {
        this.run = run;
    }

    /** Works until the report is written. */
    public void run() throws InterruptedException {
        run(_ -> false);
    }

    /**
     * Works until {@code enough} holds or the report is written. A run that is there already starts
     * no worker.
     *
     * @throws InterruptedException if the thread was interrupted; nothing that was recorded is lost
     * @throws RunException if the run cannot go on
     */
    public void run(Predicate<RunState> enough) throws InterruptedException {
        boolean checked = false;
        while (run.state().stage() != Stage.DONE && !enough.test(run.state())) {
            if (!checked) {
                work(this::require);
                checked = true;
            }
            work(phase());
        }
    }

    /**
     * Works until the report is written and holds all that this version reports: a run that an
     * earlier version finished may lack what its models say of sampled attempts.
     *
     * @throws InterruptedException if the thread was interrupted; nothing that was recorded is lost
     * @throws RunException if the run cannot go on
     */
    public void complete() throws InterruptedException {
        run();
        work(new ProbeValues(run));
        run();
    }

    /** What is known to fail is refused before any work. */
    private void require() {
        if (run.settings().task().demonstrations() > 0) {
            run.task().require(Split.DEMONSTRATION);
        }
        requireMethods();
        Interaction interaction = run.interaction();
        run.settings().evaluation().search().stream()
                .map(EvaluationSettings.SearchSettings::search)
                .forEach(interaction::require);
    }

    /**
     * Workers elsewhere have a Python path of their own, on which a user's methods may be missing.
     */
    private void requireMethods() {
        List<String> outside =
                run.settings().method().stream()
                        .map(MethodSettings::objective)
                        .filter(objective -> objective.contains(":"))
                        .distinct()
                        .toList();
        if (run.settings().iterations() == 0
                || outside.isEmpty()
                || run.settings().workers().addresses().isEmpty()) {
            return;
        }
        List<String> found =
                run.pools().training().call(worker -> worker.trainer().describeMethods(outside));
        MethodDescriptions.parse("[" + String.join(",", found) + "]")
                .forEach(
                        (objective, theirs) -> {
                            if (!theirs.equals(run.methods().describe(objective))) {
                                throw new RunException(
                                        ("method %s is another one on the workers than here (its"
                                             + " options or needs differ); put the same file on"
                                             + " both Python paths")
                                                .formatted(objective));
                            }
                        });
    }

    private static void work(Phase phase) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the run was interrupted");
        }
        try {
            phase.run();
        } catch (WorkerException stopped) {
            if (stopped.failure() instanceof WorkerFailure.Cancelled && Thread.interrupted()) {
                throw new InterruptedException("the run was interrupted");
            }
            throw stopped;
        } catch (EnvironmentException stopped) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the run was interrupted");
            }
            throw stopped;
        } catch (DatasetException | StoreException stopped) {
            // A file that is being written is closed by an interruption; the disk is not to blame.
            if (stopped.getCause() instanceof ClosedByInterruptException && Thread.interrupted()) {
                throw new InterruptedException("the run was interrupted");
            }
            throw stopped;
        }
    }

    /** Notes on which workers the run goes on, and says so if results may differ by it. */
    public static void join(Journal journal, WorkerDescription worker, RunListener listener) {
        RunEvent.WorkersJoined joined =
                new RunEvent.WorkersJoined(
                        worker.device(), worker.deviceName(), worker.threads(), worker.libraries());
        List<RunEvent.WorkersJoined> known = journal.state().workers();
        if (known.contains(joined)) {
            return;
        }
        if (known.stream().anyMatch(other -> differs(other, joined))) {
            listener.note(
                    "This run began on another device, number of threads or library version; its"
                            + " results will be sound, but its digest is not comparable.");
        }
        journal.append(joined);
    }

    private static boolean differs(RunEvent.WorkersJoined first, RunEvent.WorkersJoined second) {
        return !first.device().equals(second.device())
                || !first.deviceName().equals(second.deviceName())
                || !first.libraries().equals(second.libraries());
    }

    private Phase phase() {
        return switch (run.state().stage()) {
            case NEW -> () -> append(new RunEvent.RunStarted(run.task().fingerprint()));
            case PREPARING -> new PrepareModel(run);
            case ENCODING -> new StoreDemonstrations(run);
            case TRAINING -> new TrainModels(run);
            case EVALUATING -> new EvaluateModels(run);
            case BETWEEN_ITERATIONS -> () -> append(afterIteration());
            case COLLECTING ->
                    run.task().kind() instanceof TaskKind.Given
                            ? new ImportedRollouts(run)
                            : new CollectRollouts(run);
            case GRADING -> new GradeRollouts(run);
            case REPORTING ->
                    () -> {
                        new ProbeValues(run).run();
                        new WriteReport(run).run();
                    };
            case DONE -> throw new IllegalStateException("nothing is left to do");
        };
    }

    private RunEvent afterIteration() {
        int done = run.state().iteration();
        return done < run.settings().iterations()
                ? new RunEvent.IterationStarted(done + 1)
                : new RunEvent.IterationsFinished(done);
    }

    private void append(RunEvent event) {
        run.journal().append(event);
    }
}
