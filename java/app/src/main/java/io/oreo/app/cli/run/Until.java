package io.oreo.app.cli.run;

import io.oreo.run.RunState;
import io.oreo.run.Stage;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** How far a run is to be carried. */
final class Until {

    private static final Set<Stage> TRAINED =
            EnumSet.of(Stage.EVALUATING, Stage.BETWEEN_ITERATIONS, Stage.REPORTING, Stage.DONE);
    private static final Set<Stage> EVALUATED =
            EnumSet.of(Stage.BETWEEN_ITERATIONS, Stage.REPORTING, Stage.DONE);

    private Until() {}

    /** The rollouts of an iteration are sampled and graded. */
    static Predicate<RunState> collected(int iteration) {
        return state -> state.rolloutReport(iteration).isPresent();
    }

    /** Everything that an iteration trains is trained. */
    static Predicate<RunState> trained(int iteration) {
        return reached(iteration, TRAINED);
    }

    /** The models of an iteration are evaluated. */
    static Predicate<RunState> evaluated(int iteration) {
        return reached(iteration, EVALUATED);
    }

    private static Predicate<RunState> reached(int iteration, Set<Stage> stages) {
        return state ->
                state.iteration() > iteration
                        || (state.iteration() == iteration && stages.contains(state.stage()));
    }
}
