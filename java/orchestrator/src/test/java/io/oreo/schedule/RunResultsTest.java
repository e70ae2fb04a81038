package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.run.EvaluationName;
import io.oreo.run.Journal;
import io.oreo.run.Logs;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunState;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.search.strategy.BestOfN;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.store.RunStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The search of a stored evaluation: from the log, or by its label from the settings. */
class RunResultsTest {

    private static final String EVALUATION = "sft/step-beam 4x4 T=0.2 by oreo-1";

    private static final EvaluationSettings SETTINGS =
            new EvaluationSettings(
                    100, 400, 3, List.of(search("greedy", 9, 1.0), search("step-beam", 9, 0.2)));

    private static SearchSettings search(String strategy, int depthMax, double temperature) {
        return new SearchSettings(strategy, List.of("trained"), 8, 4, 4, depthMax, temperature, 0);
    }

    /** A log in memory. */
    private record Log(List<EventRow> events) implements RunStore {
        @Override
        public List<Instant> times() {
            return events.stream().map(_ -> Instant.EPOCH).toList();
        }

        @Override
        public void append(EventRow event, Rows rows) {
            events.add(event);
        }

        @Override
        public List<MetricRow> metrics() {
            return List.of();
        }

        @Override
        public List<ResultRow> results() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    /** The state that a log says whose last line is this JSON of a unit. */
    private static RunState after(String unit) {
        List<RunStore.EventRow> rows = new ArrayList<>();
        for (RunEvent event : Logs.twoIterations().subList(0, 8)) {
            rows.add(new RunStore.EventRow(event.getClass().getSimpleName(), Journal.json(event)));
        }
        rows.add(new RunStore.EventRow("UnitEvaluated", unit));
        return Journal.stateOf(new Log(rows));
    }

    private static SearchStrategy found(String unit) {
        return RunResults.search(EvaluationName.parse(EVALUATION), after(unit), SETTINGS);
    }

    @Test
    void theLogHoldsTheWholeSearch() {
        StepBeam beam = new StepBeam(4, 4, 7, 0.2);
        String unit =
                Journal.json(
                        new RunEvent.UnitEvaluated(
                                0, EVALUATION, 0, Optional.of(StrategyTable.write(beam))));
        assertEquals(
                "{\"iteration\":0,\"evaluation\":\"sft/step-beam 4x4 T=0.2 by oreo-1\",\"unit\":0,"
                        + "\"search\":{\"strategy\":\"step-beam\",\"width\":4,\"expansions\":4,"
                        + "\"depth_max\":7,\"temperature\":0.2}}",
                unit);
        assertEquals(beam, found(unit));
    }

    @Test
    void aLogOfAnEarlierVersionIsReadByTheLabel() {
        assertEquals(
                new StepBeam(4, 4, 9, 0.2),
                found("{\"iteration\":0,\"evaluation\":\"%s\",\"unit\":0}".formatted(EVALUATION)));
    }

    @Test
    void aSearchThatHasGotFurtherKeysSinceIsReadByTheLabel() {
        Map<String, Object> narrower =
                new LinkedHashMap<>(StrategyTable.write(new StepBeam(4, 4, 7, 0.2)));
        narrower.remove("depth_max");
        assertEquals(
                new StepBeam(4, 4, 9, 0.2),
                found(
                        Journal.json(
                                new RunEvent.UnitEvaluated(
                                        0, EVALUATION, 0, Optional.of(narrower)))));
    }

    @Test
    void everySearchOfTheSettingsHasALabelOfItsOwn() {
        RunState empty = RunState.from(List.of());
        assertEquals(
                List.of(new Greedy(), new StepBeam(4, 4, 9, 0.2)),
                Stream.of("sft/greedy", "sft/step-beam 4x4 T=0.2 by oreo-1")
                        .map(name -> RunResults.search(EvaluationName.parse(name), empty, SETTINGS))
                        .toList());
        EvaluationName unknown =
                new EvaluationName("sft", new BestOfN(8, 1).label(), Optional.of("oreo-1"));
        RunException lost =
                assertThrows(RunException.class, () -> RunResults.search(unknown, empty, SETTINGS));
        assertTrue(
                String.valueOf(lost.getMessage()).contains("sft/best-of-8 by oreo-1"),
                lost::getMessage);
    }
}
