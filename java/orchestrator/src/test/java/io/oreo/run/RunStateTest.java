package io.oreo.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log is all that remembers where a run is. */
class RunStateTest {

    @Test
    void aLogSaysWhereTheRunIs() {
        RunState state = RunState.from(Logs.twoIterations());
        assertEquals(Stage.DONE, state.stage());
        assertEquals(2, state.iteration());
        assertEquals(Optional.of("digest"), state.reportDigest());
        assertEquals(8, state.nextBatch("sft"));
        assertEquals(0, state.nextBatch("oreo-1"));
        assertEquals(List.of(0, 1), List.copyOf(state.rollouts(1).keySet()));
        assertTrue(state.training("oreo-2").isPresent());
        assertTrue(state.isEvaluated(0, "sft/greedy", 0));
    }

    @Test
    void everyBeginningOfALogIsAStateOfItsOwn() {
        List<RunEvent> events = Logs.twoIterations();
        RunState grown = new RunState();
        for (int length = 0; length < events.size(); length++) {
            assertEquals(RunState.from(events.subList(0, length)).stage(), grown.stage());
            grown.apply(events.get(length));
        }
    }

    @Test
    void anEventOutOfPlaceChangesNothing() {
        List<RunEvent> events = new ArrayList<>(Logs.twoIterations().subList(0, 8));
        RunState state = RunState.from(events);
        assertThrows(
                IllegalStateException.class,
                () -> state.apply(new RunEvent.RolloutsCollected(1, 2)));
        assertEquals(Stage.EVALUATING, state.stage());
    }
}
