package io.oreo.method;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A method as the worker describes it.
 *
 * @param objective what a run file calls it: a name of the catalogue, or {@code
 *     package.module:Class}
 * @param source the Python class
 * @param text one line of meaning
 * @param learnsFrom what its batches are
 * @param needs what it must know of the networks, with the defaults of its options
 * @param softBellmanBeta the option that is beta of the soft Bellman equation by which its critic
 *     learns; empty if none is
 * @param notAllZero options of which at least one must be above zero
 * @param options in the order of the class
 */
public record MethodDescription(
        String objective,
        String source,
        String text,
        LearnsFrom learnsFrom,
        Set<Need> needs,
        Optional<String> softBellmanBeta,
        List<String> notAllZero,
        List<MethodOption> options) {

    public MethodDescription {
        needs = needs.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(needs));
        notAllZero = List.copyOf(notAllZero);
        options = List.copyOf(options);
    }

    /** Whether a critic is trained with the policy. */
    public boolean trainsCritic() {
        return needs.contains(Need.CRITIC);
    }

    /** The option of that name. */
    public Optional<MethodOption> option(String name) {
        return options.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** What the method is called where a run file does not say: {@code ipo} for {@code a.b:Ipo}. */
    public static String label(String objective) {
        return objective
                .substring(objective.indexOf(':') + 1)
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', '-');
    }
}
