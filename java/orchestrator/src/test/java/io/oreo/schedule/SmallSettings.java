package io.oreo.schedule;

import io.oreo.schedule.settings.CollectSettings;
import io.oreo.schedule.settings.CompareSettings;
import io.oreo.schedule.settings.ComputeSettings;
import io.oreo.schedule.settings.EvaluationSettings;
import io.oreo.schedule.settings.EvaluationSettings.SearchSettings;
import io.oreo.schedule.settings.LoraSettings;
import io.oreo.schedule.settings.MethodSettings;
import io.oreo.schedule.settings.ModelSettings;
import io.oreo.schedule.settings.OptimiserSettings;
import io.oreo.schedule.settings.OptimiserShape;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.SftSettings;
import io.oreo.schedule.settings.StoreSettings;
import io.oreo.schedule.settings.TaskSettings;
import io.oreo.schedule.settings.WorkerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Every number of a run that takes no time. */
final class SmallSettings {

    private static final OptimiserShape SHAPE =
            new OptimiserShape(0, 0.9, 0.98, 1e-8, 1, "constant", 0);
    private static final OptimiserSettings OPTIMISER =
            new OptimiserSettings(1e-3, 0, 0.9, 0.98, 1e-8, 1, "constant", 0);
    private static final LoraSettings NO_LORA = new LoraSettings(0, 1, 0, List.of());

    private SmallSettings() {}

    /** All numbers of a run; the folder is where an imported dataset lies. */
    static RunSettings of(SmallRun.Kind kind, int iterations, long seed, Path dataset) {
        boolean given = kind == SmallRun.Kind.IMPORTED;
        int problems = given ? 0 : kind == SmallRun.Kind.SUMS ? 4 : 3;
        return new RunSettings(
                "small",
                seed,
                iterations,
                new TaskSettings(
                        given ? "imported" : kind == SmallRun.Kind.SUMS ? "sums" : "corridor",
                        given ? dataset.toString() : "",
                        problems,
                        problems,
                        problems,
                        Map.of()),
                model(given ? dataset.resolve("model").toString() : ""),
                OPTIMISER,
                OPTIMISER,
                new SftSettings(given ? 0 : 2, 2, 1, 1e-3, SHAPE),
                new CollectSettings(3, 1, 1, 0, 8, 6, 0, 0, 0.5),
                methods(kind),
                NO_LORA,
                NO_LORA,
                new EvaluationSettings(2, 3, 1, searches(kind)),
                new CompareSettings(1),
                new ComputeSettings(256, 64, "", false, false, false),
                new WorkerSettings("cpu", 1, 1, 1, List.of(), "", 3),
                new StoreSettings(""));
    }

    private static ModelSettings model(String directory) {
        return new ModelSettings(
                directory.isEmpty() ? "random" : "directory",
                directory,
                "",
                "",
                Map.of("model_type", "small"),
                "character",
                0,
                "",
                "",
                List.of(),
                false,
                200);
    }

    /** Games of one length are won by everybody or by nobody, so they may give no pairs. */
    private static List<MethodSettings> methods(SmallRun.Kind kind) {
        return kind == SmallRun.Kind.CORRIDOR
                ? List.of(method("oreo"))
                : List.of(method("oreo"), method("dpo"));
    }

    private static MethodSettings method(String name) {
        return new MethodSettings(
                name,
                name,
                1,
                4,
                2,
                0,
                true,
                8,
                "shared",
                1e-3,
                1e-3,
                SHAPE,
                SHAPE,
                Map.of("beta", 0.5));
    }

    private static List<SearchSettings> searches(SmallRun.Kind kind) {
        List<String> all = List.of("previous", "trained", "baselines");
        return switch (kind) {
            case SUMS ->
                    List.of(
                            new SearchSettings("greedy", all, 1, 1, 1, 1, 1, 0),
                            new SearchSettings("step-beam", all.subList(1, 2), 1, 2, 2, 4, 1, 0),
                            new SearchSettings("best-of-n", all.subList(0, 2), 3, 1, 1, 1, 1, 0));
            case CORRIDOR ->
                    List.of(
                            new SearchSettings("greedy", all, 1, 1, 1, 1, 1, 0),
                            new SearchSettings("best-action", all.subList(1, 2), 2, 2, 2, 1, 1, 0));
            case IMPORTED -> List.of(new SearchSettings("greedy", all, 1, 1, 1, 1, 1, 0));
        };
    }
}
