package io.oreo.dataset.imports;

import io.oreo.dataset.DropReason;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.ProblemId;
import io.oreo.worker.Tokenizer.Turn;
import java.util.List;
import java.util.Optional;

/** One attempt of a row, or why it is none. */
sealed interface Attempt {

    /**
     * An attempt in words.
     *
     * @param suffix tells the attempts of a row apart; empty if there is one only
     * @param problem what was attempted
     * @param turns begins with a turn that is no action and ends with one that is
     * @param reward how good it was; empty if unknown
     * @param finishReason why it ended
     * @param toolsJson tools that the policy could call, a JSON array; empty: none
     */
    record Usable(
            String suffix,
            ProblemId problem,
            List<Turn> turns,
            Optional<Double> reward,
            FinishReason finishReason,
            String toolsJson)
            implements Attempt {
        public Usable {
            turns = List.copyOf(turns);
        }
    }

    /** An attempt that is dropped. */
    record Unusable(DropReason reason, String what) implements Attempt {}
}
