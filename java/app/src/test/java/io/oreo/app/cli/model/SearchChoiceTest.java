package io.oreo.app.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.oreo.app.Home;
import io.oreo.app.config.ConfigurationException;
import io.oreo.search.strategy.Greedy;
import io.oreo.search.strategy.Majority;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.search.strategy.StrategyTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One problem is searched by whatever a run file may name. */
class SearchChoiceTest {

    private static final Home HOME = new Home(Path.of(System.getProperty("oreo.root", "../..")));

    @Command(name = "verb")
    private static final class Any {
        @Mixin private SearchChoice search = new SearchChoice();
    }

    private static SearchChoice parsed(String... arguments) {
        Any verb = new Any();
        new CommandLine(verb).parseArgs(arguments);
        return verb.search;
    }

    private static SearchStrategy strategy(SearchChoice choice, boolean hasCritic) {
        return choice.strategy(HOME, hasCritic ? new StepBeam(4, 4) : new Greedy(), hasCritic);
    }

    private static String complaint(String... arguments) {
        return String.valueOf(
                assertThrows(ConfigurationException.class, () -> parsed(arguments).check(HOME))
                        .getMessage());
    }

    @Test
    void the_usual_search_depends_on_the_critic() {
        assertEquals(new StepBeam(4, 4), strategy(parsed(), true));
        assertEquals(new Greedy(), strategy(parsed(), false));
        assertEquals(new StepBeam(2, 4), strategy(parsed("--set", "width=2"), true), "others stay");
    }

    @Test
    void every_search_is_offered() {
        for (String name : StrategyTable.names(SearchStrategy.class)) {
            SearchChoice choice = parsed("--search", name);
            choice.check(HOME);
            assertEquals(name, StrategyTable.write(strategy(choice, true)).get("strategy"));
        }
        assertEquals(
                new Majority(3, 0.5),
                strategy(
                        parsed(
                                "--search",
                                "majority",
                                "--set",
                                "attempts=3",
                                "--set",
                                "temperature=0.5"),
                        false));
    }

    @Test
    void what_cannot_be_is_refused_with_what_can() {
        assertEquals(
                "--search is \"best-axion\"; known are "
                        + String.join(", ", StrategyTable.names(SearchStrategy.class)),
                complaint("--search", "best-axion"));
        assertEquals(
                "--set names width, which best-of-n does not read; it reads attempts, temperature",
                complaint("--search", "best-of-n", "--set", "width=3"));
        assertEquals(
                "--set: attempts of majority is many; it must be a number",
                complaint("--search", "majority", "--set", "attempts=many"));
        assertEquals(
                "--search is dvts, which needs a critic, and this run has trained none; leave it"
                        + " out or name one that needs none, e.g. sample",
                assertThrows(
                                ConfigurationException.class,
                                () -> strategy(parsed("--search", "dvts"), false))
                        .getMessage());
    }
}
