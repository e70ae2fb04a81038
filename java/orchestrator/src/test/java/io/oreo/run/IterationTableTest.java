package io.oreo.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table, its picture in the documents, and what is not in it. */
class IterationTableTest {

    private static final Path DIAGRAM = Path.of("../../docs/iteration.mmd");

    @Test
    void theDiagramShowsTheTable() throws IOException {
        if ("rewrite".equals(System.getenv("OREO_GOLDEN"))) {
            Files.writeString(DIAGRAM, diagram());
        }
        assertEquals(
                Files.readString(DIAGRAM),
                diagram(),
                "docs/iteration.mmd is not the table; run make golden and review the difference");
    }

    @Test
    void aWholeLogExercisesEveryTransition() {
        Stage stage = Stage.NEW;
        Set<IterationTable.Transition> seen = new HashSet<>();
        for (RunEvent event : Logs.twoIterations()) {
            Stage next = IterationTable.after(stage, event);
            if (!(event instanceof RunEvent.WorkersJoined)) {
                seen.add(new IterationTable.Transition(stage, event.getClass(), next));
            }
            stage = next;
        }
        assertEquals(Stage.DONE, stage);
        for (RunEvent later :
                List.of(
                        new RunEvent.ReportWritten("again"),
                        new RunEvent.ValuesProbed(1, "sft/best-of-8", "probes/2.json", "p"))) {
            seen.add(
                    new IterationTable.Transition(
                            Stage.DONE, later.getClass(), IterationTable.after(Stage.DONE, later)));
        }
        assertEquals(Set.copyOf(IterationTable.TRANSITIONS), seen);
    }

    @Test
    void whatTheTableDoesNotNameIsRefused() {
        List<String> refused = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (RunEvent event : Logs.oneOfEach()) {
                boolean allowed =
                        event instanceof RunEvent.WorkersJoined
                                || IterationTable.TRANSITIONS.stream()
                                        .anyMatch(
                                                row ->
                                                        row.from() == stage
                                                                && row.event().isInstance(event));
                if (!allowed) {
                    assertThrows(
                            IllegalStateException.class, () -> IterationTable.after(stage, event));
                    refused.add(stage + " " + event.getClass().getSimpleName());
                }
            }
        }
        assertTrue(refused.size() > 100, "most pairs must be refused: " + refused.size());
    }

    @Test
    void everyKindOfEventHasARow() {
        Set<Class<?>> named =
                IterationTable.TRANSITIONS.stream()
                        .map(IterationTable.Transition::event)
                        .collect(Collectors.toSet());
        named.add(RunEvent.WorkersJoined.class);
        assertEquals(Set.of(RunEvent.class.getPermittedSubclasses()), named);
        assertEquals(
                Arrays.stream(RunEvent.class.getPermittedSubclasses()).count(),
                Logs.oneOfEach().size());
    }

    private static String diagram() {
        StringBuilder lines = new StringBuilder("stateDiagram-v2\n    [*] --> NEW\n");
        for (IterationTable.Transition row : IterationTable.TRANSITIONS) {
            lines.append(
                    "    %s --> %s: %s%n"
                            .formatted(row.from(), row.to(), row.event().getSimpleName())
                            .replace(System.lineSeparator(), "\n"));
        }
        return lines.append("    DONE --> [*]\n").toString();
    }
}
