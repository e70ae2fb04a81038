package io.oreo.schedule;

import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StrategyRefused;
import io.oreo.search.strategy.StrategyTable;
import java.util.Map;
import java.util.Optional;

/**
 * The name of an evaluation, e.g. {@code sft/step-beam 4x4 by oreo-1}: unique in its run, and
 * readable.
 *
 * @param policy training whose policy answers
 * @param strategy label of the search
 * @param critic training whose critic is asked, if one is
 */
public record EvaluationName(String policy, String strategy, Optional<String> critic) {

    private static final String BY = " by ";

    /** The text. */
    @Override
    public String toString() {
        return policy + "/" + strategy + critic.map(name -> BY + name).orElse("");
    }

    /**
     * How the policy was searched. Logs of earlier versions, and those whose searches have got
     * further keys since, hold no search that could be read: there it is the one of the run's
     * settings that has the label.
     */
    SearchStrategy search(RunState state, EvaluationSettings settings) {
        return state.search(toString())
                .flatMap(EvaluationName::read)
                .or(
                        () ->
                                settings.search().stream()
                                        .map(SearchSettings::search)
                                        .filter(each -> each.label().equals(strategy))
                                        .findFirst())
                .orElseThrow(
                        () ->
                                new RunException(
                                        ("evaluation %s was made by a search that neither the run's"
                                             + " log nor its settings hold; restore run.toml from a"
                                             + " copy")
                                                .formatted(this)));
    }

    private static Optional<SearchStrategy> read(Map<String, Object> table) {
        try {
            return Optional.of(StrategyTable.read(table));
        } catch (StrategyRefused _) {
            return Optional.empty();
        }
    }

    /** The name in a text that {@link #toString} wrote. */
    public static EvaluationName parse(String text) {
        int slash = text.indexOf('/');
        int by = text.indexOf(BY, slash);
        return new EvaluationName(
                text.substring(0, slash),
                text.substring(slash + 1, by < 0 ? text.length() : by),
                by < 0 ? Optional.empty() : Optional.of(text.substring(by + BY.length())));
    }
}
