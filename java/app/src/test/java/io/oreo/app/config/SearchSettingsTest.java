package io.oreo.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.app.Catalogues;
import io.oreo.search.strategy.ActionStrategy;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.search.strategy.StrategyTable;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of {@code [[evaluation.search]]} as strategies. */
class SearchSettingsTest {

    private static final RunFiles RUN_FILES = new RunFiles(Path.of("../../environments"));

    private static SearchStrategy search(String run, String table) {
        return Catalogues.configuration()
                .read(RUN_FILES.find(run), List.of("evaluation.search=[{" + table + "}]"))
                .evaluation()
                .search()
                .getFirst()
                .search();
    }

    private static String complaint(String table) {
        return String.valueOf(
                assertThrows(ConfigurationException.class, () -> search("arithmetic", table))
                        .getMessage());
    }

    @Test
    void every_strategy_is_bound_from_the_table_of_its_name() {
        for (String name : StrategyTable.names(ResponseStrategy.class)) {
            SearchStrategy found = search("arithmetic", "strategy = \"%s\"".formatted(name));
            assertEquals(name, StrategyTable.write(found).get("strategy"));
        }
        for (String name : StrategyTable.names(ActionStrategy.class)) {
            SearchStrategy found = search("alfworld-demo", "strategy = \"%s\"".formatted(name));
            assertEquals(name, StrategyTable.write(found).get("strategy"));
        }
        assertEquals(
                new StepBeam(7, 4, 9, 0.2),
                search(
                        "arithmetic",
                        "strategy = \"step-beam\", width = 7, depth_max = 9, temperature = 0.2"));
    }

    @Test
    void the_reference_names_every_strategy() {
        String line =
                RunConfiguration.reference()
                        .lines()
                        .filter(each -> each.startsWith("strategy = "))
                        .findFirst()
                        .orElseThrow();
        StrategyTable.names(SearchStrategy.class)
                .forEach(name -> assertTrue(line.contains(name), () -> name + " in: " + line));
    }

    @Test
    void numbers_out_of_range_and_keys_without_a_reader_are_refused_at_once() {
        String all =
                complaint(
                        "strategy = \"step-beam\", width = 0, expansions = -1, temperature = 0.0,"
                                + " attempts = 2");
        assertEquals(
                List.of(
                        "4 problems:",
                        "width: is 0; it must be at least 1",
                        "expansions: is -1; it must be at least 1",
                        "temperature: is 0, so step-beam would draw the same text each time; set"
                                + " it to 1",
                        "attempts: is set but never read: step-beam does not read it"),
                all.lines().map(line -> line.replaceFirst(".*search\\[0]\\.", "")).toList());
        assertTrue(
                complaint("strategy = \"greedy\", width = 0")
                        .contains("width: is set but never read: greedy does not read it"));
    }
}
