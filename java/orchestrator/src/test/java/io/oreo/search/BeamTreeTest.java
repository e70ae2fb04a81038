package io.oreo.search;

import io.oreo.search.BeamSearch.Candidate;
import io.oreo.search.BeamSearch.Shape;
import io.oreo.search.SearchTrace.Node;
import io.oreo.search.strategy.Dvts;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.testing.DigitPolicy;
import io.oreo.testing.Golden;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * Whole trees as texts that a reader can check by hand: a sum of digits is the value of a state.
 */
class BeamTreeTest {

    /** Draws digits 0 to 2; a line that ends in 2 is the last. */
    private static final DigitPolicy POLICY = new DigitPolicy(3, 2, 3).endingAt(2);

    private static String drawn(
            ResponseStrategy strategy, Shape shape, String bounds, SolverLimits limits) {
        StringBuilder text = new StringBuilder(strategy.label()).append(bounds).append('\n');
        text.append("order  parent  step  status      value  log-prob\n");
        BeamSearch search =
                new BeamSearch(
                        new SearchInput.Models(
                                POLICY, Optional.of(Searches.sums()), Searches.LAST_LINE),
                        limits,
                        shape);
        search.grow(Searches.prompts(1), strategy.sampler(), Searches.SEED)
                .getFirst()
                .candidates()
                .forEach(candidate -> text.append(line(candidate)));
        SearchResult result = search.run(Searches.prompts(1), strategy, Searches.SEED).getFirst();
        text.append(
                "answer: %d, %s, %d tokens%n%n"
                        .formatted(result.trace().chosen(), result.ending(), result.tokensSpent()));
        return text.toString();
    }

    private static String line(Candidate candidate) {
        Node node = candidate.node();
        double logProb = 0;
        for (float each : candidate.path().logProbs().toArray()) {
            logProb += each;
        }
        return String.format(
                Locale.ROOT,
                "%5d  %6s  %-4s  %-9s  %6s  %8.3f%n",
                node.order(),
                node.parent() == SearchTrace.NO_PARENT ? "-" : "" + node.parent(),
                node.text().strip(),
                node.status().name().toLowerCase(Locale.ROOT),
                node.value().isPresent()
                        ? String.format(Locale.ROOT, "%.1f", node.value().getAsDouble())
                        : "-",
                logProb);
    }

    private static String drawn(StepBeam beam, String bounds, SolverLimits limits) {
        return drawn(beam, Shape.of(beam), bounds, limits);
    }

    @Test
    void every_candidate_of_a_search_is_as_in_the_golden_tree() throws IOException {
        Dvts trees = new Dvts(2, 3, 20, 1);
        Golden.check(
                "beam-trees.txt",
                drawn(new StepBeam(2, 4), "", Searches.WIDE)
                        + drawn(trees, Shape.of(trees), "", Searches.WIDE)
                        + drawn(
                                new StepBeam(3, 2),
                                ", at most 7 tokens",
                                Searches.limits(7, OptionalInt.empty()))
                        + drawn(
                                new StepBeam(2, 2),
                                ", at most 20 tokens in all",
                                Searches.limits(1000, OptionalInt.of(20))));
    }
}
