package io.oreo.app.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run's configuration cannot be used; says everything that is wrong with it at once. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * @param problems what is wrong, each with the key and how to mend it; at least one
     */
    public ConfigurationException(List<String> problems) {
        super(numbered(problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigurationException(String problem) {
        this(List.of(problem));
    }

    /** What is wrong, one entry per problem. */
    public List<String> problems() {
        return problems;
    }

    private static String numbered(List<String> problems) {
        if (problems.size() == 1) {
            return problems.getFirst();
        }
        return IntStream.range(0, problems.size())
                .mapToObj(i -> "%n  %d. %s".formatted(i + 1, problems.get(i)))
                .collect(Collectors.joining("", "%d problems:".formatted(problems.size()), ""));
    }
}
