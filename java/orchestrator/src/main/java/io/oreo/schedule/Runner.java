package io.oreo.schedule;

import io.oreo.dataset.DatasetException;
import io.oreo.environment.EnvironmentException;
import io.oreo.interaction.Interaction;
import io.oreo.method.MethodDescriptions;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.run.RunState;
import io.oreo.run.Stage;
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

    private final Plan plan;
    private final Journal journal;
    private final RunContext.Pools pools;
    private final RunListener listener;

    public Runner(RunContext run) {
        this.plan = run.plan();
        this.journal = run.journal();
        this.pools = run.pools();
        this.listener = run.listener();
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
        while (journal.state().stage() != Stage.DONE && !enough.test(journal.state())) {
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
        work(new ProbeValues(plan, journal, pools, listener));
        run();
    }

    /** What is known to fail is refused before any work. */
    private void require() {
        if (plan.settings().task().demonstrations() > 0) {
            plan.task().require(Split.DEMONSTRATION);
        }
        requireMethods();
        Interaction interaction = plan.interaction();
        plan.settings().evaluation().search().stream()
                .map(EvaluationSettings.SearchSettings::search)
                .forEach(interaction::require);
    }

    /**
     * Workers elsewhere have a Python path of their own, on which a user's methods may be missing.
     */
    private void requireMethods() {
        List<String> outside =
                plan.settings().method().stream()
                        .map(MethodSettings::objective)
                        .filter(objective -> objective.contains(":"))
                        .distinct()
                        .toList();
        if (plan.settings().iterations() == 0
                || outside.isEmpty()
                || plan.settings().workers().addresses().isEmpty()) {
            return;
        }
        List<String> found =
                pools.training().call(worker -> worker.trainer().describeMethods(outside));
        MethodDescriptions.parse("[" + String.join(",", found) + "]")
                .forEach(
                        (objective, theirs) -> {
                            if (!theirs.equals(plan.methods().describe(objective))) {
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
        return switch (journal.state().stage()) {
            case NEW -> () -> append(new RunEvent.RunStarted(plan.task().fingerprint()));
            case PREPARING -> new PrepareModel(plan, journal, pools, listener);
            case ENCODING -> new StoreDemonstrations(plan, journal, pools, listener);
            case TRAINING -> new TrainModels(plan, journal, pools, listener);
            case EVALUATING -> new EvaluateModels(plan, journal, pools, listener);
            case BETWEEN_ITERATIONS -> () -> append(afterIteration());
            case COLLECTING ->
                    plan.task().kind() instanceof TaskKind.Given
                            ? new ImportedRollouts(plan, journal, listener)
                            : new CollectRollouts(plan, journal, pools, listener);
            case GRADING -> new GradeRollouts(plan, journal, listener);
            case REPORTING ->
                    () -> {
                        new ProbeValues(plan, journal, pools, listener).run();
                        new WriteReport(plan, journal).run();
                    };
            case DONE -> throw new IllegalStateException("nothing is left to do");
        };
    }

    private RunEvent afterIteration() {
        int done = journal.state().iteration();
        return done < plan.settings().iterations()
                ? new RunEvent.IterationStarted(done + 1)
                : new RunEvent.IterationsFinished(done);
    }

    private void append(RunEvent event) {
        journal.append(event);
    }
}
