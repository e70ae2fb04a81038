package io.oreo.app.cli.run;

import io.oreo.method.MethodCatalogue;
import io.oreo.method.MethodDescription;
import io.oreo.method.MethodOption;
import java.util.Locale;

/** The objectives of the catalogue and their options, as comments behind the reference of keys. */
final class MethodKeys {

    private MethodKeys() {}

    static String of(MethodCatalogue catalogue) {
        StringBuilder text =
                new StringBuilder(
                        "\n# Objectives and their options, keys of a [[method]] table:\n");
        for (String name : catalogue.names()) {
            MethodDescription method = catalogue.describe(name);
            text.append(
                    "#%n# %s: %s Learns from %s%s.%n"
                            .formatted(
                                    name,
                                    method.text(),
                                    switch (method.learnsFrom()) {
                                        case DEMONSTRATIONS -> "the demonstrations";
                                        case ROLLOUTS -> "all graded rollouts";
                                        case CORRECT -> "the correct rollouts";
                                        case PAIRS -> "pairs";
                                    },
                                    method.trainsCritic() ? "; trains a critic" : ""));
            method.options().forEach(option -> text.append(line(option)));
        }
        return text.toString();
    }

    private static String line(MethodOption option) {
        Object value = option.defaultValue();
        String shown = value instanceof String ? "\"%s\"".formatted(value) : value.toString();
        String range =
                option.choices().isEmpty()
                        ? "must " + option.range()
                        : String.join(", ", option.choices());
        return String.format(
                Locale.ROOT,
                "%-34s# %s%s%n",
                "#     %s = %s".formatted(option.name(), shown),
                option.text(),
                option.kind() == MethodOption.Kind.FLAG ? "" : " (" + range + ")");
    }
}
