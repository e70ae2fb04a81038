package io.oreo.app.cli.model;

import io.oreo.app.Home;
import io.oreo.app.Wiring;
import io.oreo.app.config.ConfigurationException;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StrategyRefused;
import io.oreo.search.strategy.StrategyTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How one problem is searched: a strategy by its name, and numbers that differ from the defaults.
 */
final class SearchChoice {

    private static final List<String> NAMES = StrategyTable.names(SearchStrategy.class);

    /** The names, for the help. */
    private static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(NAMES);
        }
    }

    @Option(
            names = "--search",
            paramLabel = "NAME",
            description =
                    "How the policy is searched: ${COMPLETION-CANDIDATES}. Default: with a critic"
                            + " step-beam, or best-action in games; greedy without.",
            completionCandidates = Names.class)
    private @Nullable String name;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Changes a number of the search, e.g. width=2; may be repeated. Defaults: those"
                            + " of [[evaluation.search]] (`oreo iterate --keys`).")
    private Map<String, String> numbers = new LinkedHashMap<>();

    /**
     * Looks the choice through as far as it can be without a run.
     *
     * @throws ConfigurationException if it cannot be used
     */
    void check(Home home) {
        if (name != null) {
            strategy(home, name);
        }
    }

    /**
     * The strategy.
     *
     * @param usual what is taken unless one was named
     * @throws ConfigurationException if there is none such, or it needs a critic that is not there
     */
    SearchStrategy strategy(Home home, SearchStrategy usual, boolean hasCritic) {
        String unlessNamed = String.valueOf(StrategyTable.write(usual).get("strategy"));
        SearchStrategy strategy = strategy(home, name == null ? unlessNamed : name);
        if (strategy.needsValue() && !hasCritic) {
            throw new ConfigurationException(
                    "--search is %s, which needs a critic, and this run has trained none; leave it"
                                    .formatted(name)
                            + " out or name one that needs none, e.g. sample");
        }
        return strategy;
    }

    private SearchStrategy strategy(Home home, String chosen) {
        if (!NAMES.contains(chosen)) {
            throw new ConfigurationException(
                    "--search is \"%s\"; known are %s".formatted(chosen, String.join(", ", NAMES)));
        }
        List<String> read = StrategyTable.keys(chosen);
        for (String key : numbers.keySet()) {
            if (!read.contains(key)) {
                throw new ConfigurationException(
                        "--set names %s, which %s does not read; it reads %s"
                                .formatted(
                                        key,
                                        chosen,
                                        read.isEmpty() ? "no number" : String.join(", ", read)));
            }
        }
        Map<String, Object> all =
                new HashMap<>(
                        Wiring.configuration(home)
                                .defaults()
                                .evaluation()
                                .search()
                                .getFirst()
                                .numbers());
        all.putAll(numbers);
        try {
            return StrategyTable.read(chosen, all);
        } catch (StrategyRefused refused) {
            throw new ConfigurationException("--set: " + refused.getMessage());
        }
    }
}
