package io.oreo.search.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.search.strategy.StrategyRefused.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyTableTest {

    /** The numbers that a table of a run file holds. */
    private static final Map<String, Object> NUMBERS =
            Map.of(
                    "attempts", 8,
                    "width", 3,
                    "expansions", 4,
                    "depth_max", 20,
                    "temperature", 0.5);

    static Stream<String> names() {
        return StrategyTable.names(SearchStrategy.class).stream();
    }

    @Test
    void labels_are_as_results_and_digests_hold_them() {
        assertEquals(
                List.of(
                        "greedy",
                        "sample T=0.5",
                        "step-beam 3x4 T=0.5",
                        "best-of-8 T=0.5",
                        "majority-8 T=0.5",
                        "value-vote-8 T=0.5",
                        "dvts 3x4 T=0.5",
                        "best-action-8 T=0.5"),
                names().map(name -> StrategyTable.read(name, NUMBERS).label()).toList());
        assertEquals("step-beam 4x4", new StepBeam(4, 4).label());
        assertEquals("best-of-8", new BestOfN(8, 1).label());
    }

    @Test
    void a_search_says_what_estimates_and_reports_ask() {
        assertEquals(
                List.of(
                        "greedy: 1",
                        "sample: 1",
                        "step-beam: 12 value",
                        "best-of-n: 8 value attempts",
                        "majority: 8",
                        "value-vote: 8 value attempts",
                        "dvts: 12 value",
                        "best-action: 8 value"),
                names().map(StrategyTableTest::facts).toList());
    }

    private static String facts(String name) {
        SearchStrategy search = StrategyTable.read(name, NUMBERS);
        return "%s: %d%s%s"
                .formatted(
                        name,
                        search.responses(),
                        search.needsValue() ? " value" : "",
                        search.samplesAttempts() ? " attempts" : "");
    }

    @Test
    void families_and_keys_are_read_off_the_types() {
        assertEquals(
                List.of("greedy", "sample", "best-action"),
                StrategyTable.names(ActionStrategy.class));
        assertFalse(StrategyTable.names(ResponseStrategy.class).contains("best-action"));
        assertEquals(List.of(), StrategyTable.keys("greedy"));
        assertEquals(
                List.of("width", "expansions", "depth_max", "temperature"),
                StrategyTable.keys("dvts"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_table_reads_back_as_the_search_that_it_was_written_from(String name) {
        SearchStrategy search = StrategyTable.read(name, NUMBERS);
        Map<String, Object> table = StrategyTable.write(search);
        assertEquals(search, StrategyTable.read(table));
        assertEquals("strategy", table.keySet().iterator().next());
        assertEquals(name, table.get("strategy"));
    }

    @Test
    void all_numbers_out_of_range_are_refused_at_once() {
        StrategyRefused refused =
                assertThrows(StrategyRefused.class, () -> new StepBeam(0, 4, -1, 11));
        assertEquals(
                List.of(
                        new Refusal("width", "is 0; it must be at least 1"),
                        new Refusal("depth_max", "is -1; it must be at least 1"),
                        new Refusal("temperature", "is 11.0; it must lie between 0 and 10")),
                refused.refusals());
        assertEquals(
                "temperature of majority is 0, so majority would draw the same text each time; set"
                        + " it to 1",
                assertThrows(StrategyRefused.class, () -> new Majority(2, 0)).getMessage());
    }

    @Test
    void what_is_missing_or_no_number_or_unknown_is_said() {
        StrategyRefused refused =
                assertThrows(
                        StrategyRefused.class,
                        () -> StrategyTable.read("best-of-n", Map.of("attempts", "many")));
        assertEquals(
                List.of(
                        new Refusal("attempts", "is many; it must be a number"),
                        new Refusal("temperature", "is missing; it must be a number")),
                refused.refusals());
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () -> StrategyTable.read("beam", Map.of()))
                                        .getMessage())
                        .startsWith("no search is called 'beam'; known are greedy, sample"));
    }
}
