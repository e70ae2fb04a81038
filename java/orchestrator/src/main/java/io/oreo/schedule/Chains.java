package io.oreo.schedule;

import io.oreo.schedule.settings.MethodSettings;
import io.oreo.schedule.settings.RunSettings;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose rollouts an iteration samples, and who learns from which. In iteration 1 everybody learns
 * from those of the SFT policy. From iteration 2 on a method with a chain of its own samples with
 * its own last policy and starts from it (the paper's figure 2); a method that shares takes the
 * main method's.
 *
 * <p>The batches of an iteration are those of its first author, then those of its second, and so
 * on, all of them equally many, so that a batch's number says whose it is.
 */
final class Chains {

    private Chains() {}

    /** Trainings whose policies sample in an iteration, the main one's first. */
    static List<String> authors(RunSettings settings, int iteration) {
        return Stream.concat(
                        Stream.of(main(settings, iteration)),
                        settings.method().stream()
                                .map(method -> author(settings, method, iteration)))
                .distinct()
                .toList();
    }

    /** The training from whose policy and rollouts a method learns in an iteration. */
    static String author(RunSettings settings, MethodSettings method, int iteration) {
        return iteration == 1 || method.rollouts().equals(MethodSettings.SHARED)
                ? main(settings, iteration)
                : TrainingJobs.name(method.name(), iteration - 1);
    }

    /** The same of a training of the iteration, by its name. */
    static String author(RunSettings settings, String training, int iteration) {
        return settings.method().stream()
                .filter(each -> TrainingJobs.name(each.name(), iteration).equals(training))
                .findFirst()
                .map(method -> author(settings, method, iteration))
                .orElseGet(() -> main(settings, iteration));
    }

    private static String main(RunSettings settings, int iteration) {
        return TrainingJobs.names(settings, iteration - 1).getFirst();
    }

    /** The part of an iteration's batches, in their order, that an author sampled. */
    static <T> List<T> batchesOf(
            RunSettings settings, int iteration, String author, List<T> batches) {
        List<String> authors = authors(settings, iteration);
        int each = batches.size() / authors.size();
        int place = authors.indexOf(author);
        return batches.subList(place * each, (place + 1) * each);
    }
}
