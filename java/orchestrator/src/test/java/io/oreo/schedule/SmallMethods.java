package io.oreo.schedule;

import io.oreo.method.LearnsFrom;
import io.oreo.method.MethodCatalogue;
import io.oreo.method.MethodDescription;
import io.oreo.method.Need;
import io.oreo.method.UnknownMethodException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods that small workers have. */
final class SmallMethods implements MethodCatalogue {

    @Override
    public List<String> names() {
        return List.of("oreo", "dpo");
    }

    @Override
    public MethodDescription describe(String objective) {
        return switch (objective) {
            case "oreo" ->
                    description(
                            objective,
                            LearnsFrom.ROLLOUTS,
                            Set.of(Need.CRITIC),
                            Optional.of("beta"));
            case "dpo" -> description(objective, LearnsFrom.PAIRS, Set.of(), Optional.empty());
            default -> throw new UnknownMethodException("no method is called " + objective);
        };
    }

    private static MethodDescription description(
            String name, LearnsFrom data, Set<Need> needs, Optional<String> beta) {
        return new MethodDescription(name, "small", name, data, needs, beta, List.of(), List.of());
    }
}
