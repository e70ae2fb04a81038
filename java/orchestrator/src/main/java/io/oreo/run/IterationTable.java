package io.oreo.run;

import java.util.List;

/**
 * The life of a run. It begins with iteration 0: a model is prepared, demonstrations become tokens,
 * the policy is trained on them (SFT) and evaluated. Each further iteration samples rollouts with
 * the last policy, grades them, trains policy and critic (and the baselines) on them and evaluates
 * what came out. At the end all critics and policies score the responses that evaluations sampled,
 * and a report is written; a finished run may be asked later.
 *
 * <p>An event is written before its effect is relied upon. An event that the table does not allow
 * in the present stage stops the run: the log or our logic is broken, and going on would train on
 * something else than was said.
 */
public final class IterationTable {

    /** In {@code from}, {@code event} leads to {@code to}. */
    public record Transition(Stage from, Class<? extends RunEvent> event, Stage to) {}

    /** All that may happen. */
    public static final List<Transition> TRANSITIONS =
            List.of(
                    on(Stage.NEW, RunEvent.RunStarted.class, Stage.PREPARING),
                    on(Stage.PREPARING, RunEvent.ModelPrepared.class, Stage.ENCODING),
                    on(Stage.ENCODING, RunEvent.DemonstrationsStored.class, Stage.TRAINING),
                    on(Stage.TRAINING, RunEvent.CheckpointSaved.class, Stage.TRAINING),
                    on(Stage.TRAINING, RunEvent.TrainingFinished.class, Stage.TRAINING),
                    on(Stage.TRAINING, RunEvent.ModelsTrained.class, Stage.EVALUATING),
                    on(Stage.EVALUATING, RunEvent.UnitEvaluated.class, Stage.EVALUATING),
                    on(Stage.EVALUATING, RunEvent.ModelsEvaluated.class, Stage.BETWEEN_ITERATIONS),
                    on(Stage.BETWEEN_ITERATIONS, RunEvent.IterationStarted.class, Stage.COLLECTING),
                    on(Stage.COLLECTING, RunEvent.RolloutsStored.class, Stage.COLLECTING),
                    on(Stage.COLLECTING, RunEvent.RolloutsCollected.class, Stage.GRADING),
                    on(Stage.GRADING, RunEvent.GradesStored.class, Stage.GRADING),
                    on(Stage.GRADING, RunEvent.RolloutsGraded.class, Stage.TRAINING),
                    on(
                            Stage.BETWEEN_ITERATIONS,
                            RunEvent.IterationsFinished.class,
                            Stage.REPORTING),
                    on(Stage.REPORTING, RunEvent.ValuesProbed.class, Stage.REPORTING),
                    on(Stage.REPORTING, RunEvent.ReportWritten.class, Stage.DONE),
                    on(Stage.DONE, RunEvent.ValuesProbed.class, Stage.REPORTING),
                    on(Stage.DONE, RunEvent.ReportWritten.class, Stage.DONE));

    private IterationTable() {}

    /**
     * The stage after an event. {@link RunEvent.WorkersJoined} may happen at any time and changes
     * nothing.
     *
     * @throws IllegalStateException if the table does not allow the event here
     */
    public static Stage after(Stage stage, RunEvent event) {
        if (event instanceof RunEvent.WorkersJoined) {
            return stage;
        }
        return TRANSITIONS.stream()
                .filter(row -> row.from() == stage && row.event().isInstance(event))
                .map(Transition::to)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        ("the event log says %s while the run is %s; the log was"
                                                                + " changed")
                                                        .formatted(
                                                                event.getClass().getSimpleName(),
                                                                stage)
                                                + " by something else than this program"));
    }

    /** The table as a Mermaid state diagram; a test compares it with docs/iteration.mmd. */
    public static String diagram() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> NEW\n");
        for (Transition row : TRANSITIONS) {
            text.append(
                    "    %s --> %s: %s\n"
                            .formatted(row.from(), row.to(), row.event().getSimpleName()));
        }
        return text.append("    DONE --> [*]\n").toString();
    }

    private static Transition on(Stage from, Class<? extends RunEvent> event, Stage to) {
        return new Transition(from, event, to);
    }
}
