package io.oreo.schedule.settings;

import java.util.List;

/**
 * Low-rank adapters in place of training all weights.
 *
 * @param rank of the adapters; 0 trains all weights
 * @param alpha scale, divided by the rank
 * @param dropout before the adapters
 * @param targetModules layers that get one; empty: all linear layers but heads
 */
public record LoraSettings(int rank, double alpha, double dropout, List<String> targetModules) {

    public LoraSettings {
        targetModules = List.copyOf(targetModules);
    }

    /** Whether adapters are trained rather than the weights themselves. */
    public boolean enabled() {
        return rank > 0;
    }

    void check(Checks checks) {
        checks.atLeast("rank", rank, 0);
        checks.above("alpha", alpha, 0);
        checks.require(
                dropout >= 0 && dropout < 1,
                "dropout",
                "is " + dropout + "; it must lie in [0, 1)");
        for (String key : List.of("alpha", "dropout", "target_modules")) {
            checks.unusedIf(!enabled(), key, "the rank is 0, so all weights are trained");
        }
    }
}
