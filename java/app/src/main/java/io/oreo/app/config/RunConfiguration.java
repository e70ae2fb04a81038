package io.oreo.app.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.method.MethodCatalogue;
import io.oreo.schedule.settings.RunSettings;
import io.oreo.schedule.settings.SettingProblem;
import io.oreo.schedule.settings.UnusedKeys;
import io.oreo.task.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a run: defaults, below the run file, below {@code --set key=value}.
 *
 * <p>A key that nothing would read is refused where it was set by hand. The run file is held
 * against its own settings and the command line against the final ones: so a {@code --set} may
 * leave keys of the file without use, but neither may name a key in vain.
 */
public final class RunConfiguration {

    private static final String DEFAULTS = "defaults.toml";

    private final MethodCatalogue catalogue;
    private final MethodTables methods;
    private final Schema schema = Schema.of(RunSettings.class);
    private final Layer defaults = Layer.parse(DEFAULTS, reference());
    private final Tasks tasks;
    private final ObjectNode template = MethodTables.template(defaults.values());
    private final Layers layers = new Layers(schema, template);

    /**
     * @param tasks those that a run file can name
     * @param catalogue the training methods there are
     */
    public RunConfiguration(Tasks tasks, MethodCatalogue catalogue) {
        this.tasks = tasks;
        this.catalogue = catalogue;
        this.methods = new MethodTables(catalogue);
    }

    /** The text of {@code defaults.toml}: every key with its default and a comment. */
    public static String reference() {
        try (InputStream stream = RunConfiguration.class.getResourceAsStream(DEFAULTS)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + DEFAULTS + " is not packaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Settings of a run file. Its name is the run's name unless the file says another.
     *
     * @param file the run file
     * @param assignments {@code key=value}, later ones win
     * @throws ConfigurationException if anything is wrong, naming all of it
     */
    public RunSettings read(Path file, List<String> assignments) {
        Layer layer = Layer.parse(file.toString(), text(file));
        if (!layer.values().has("name")) {
            layer.values().put("name", RunFiles.name(file));
        }
        return resolve(layer, assignments, true);
    }

    /**
     * Settings that were written with {@link SettingsText#toml}; they name every key, whether it is
     * read or not.
     *
     * @throws ConfigurationException if anything is wrong
     */
    public RunSettings readResolved(Path file) {
        Layer layer = Layer.parse(file.toString(), text(file));
        return resolve(FormerKeys.translated(layer), List.of(), false);
    }

    /** The defaults alone. */
    public RunSettings defaults() {
        return bound(template);
    }

    List<String> keys() {
        return schema.keys();
    }

    private RunSettings resolve(Layer file, List<String> assignments, boolean refuseUnused) {
        FormerKeys.refuse(file);
        Problems problems = new Problems();
        new LayerCheck(schema, problems, file::place).table("", file.values(), schema.root());
        ObjectNode below = layers.lay(template, file.values());
        List<Assignment> parsed = parsed(assignments, problems);
        ObjectNode tree = below.deepCopy();
        List<Assignment> applied = apply(parsed, tree, problems);

        RunSettings settings = bound(layers.completed(tree));
        Set<String> setByHand = new LinkedHashSet<>();
        applied.forEach(each -> setByHand.addAll(each.leaves()));
        for (SettingProblem problem : settings.problems(tasks, catalogue)) {
            problems.add(place(problem.key(), setByHand, file), problem.key(), sentence(problem));
        }
        if (refuseUnused) {
            Set<String> inFile = file.leaves().keySet();
            addUnused(problems, bound(below).unused(tasks, catalogue), inFile, file);
            addUnused(problems, settings.unused(tasks, catalogue), setByHand, null);
        }
        problems.throwIfAny();
        return settings;
    }

    private RunSettings bound(ObjectNode tree) {
        return SettingsText.bind(methods.filled(tree));
    }

    private static String sentence(SettingProblem problem) {
        return problem.message()
                + NearestKey.of(problem.given(), problem.known())
                        .map("; did you mean %s?"::formatted)
                        .orElse("");
    }

    private List<Assignment> parsed(List<String> assignments, Problems problems) {
        List<Assignment> parsed = new ArrayList<>();
        for (String text : assignments) {
            Assignment.parse(text, schema)
                    .ifPresentOrElse(
                            parsed::add,
                            () ->
                                    problems.add(
                                            "--set",
                                            text,
                                            "is no assignment; write --set key=value"));
        }
        return parsed;
    }

    private List<Assignment> apply(
            List<Assignment> assignments, ObjectNode tree, Problems problems) {
        LayerCheck check = new LayerCheck(schema, problems, _ -> "--set");
        List<Assignment> applied = new ArrayList<>();
        for (Assignment written : assignments) {
            // A method may be there by an assignment before this one.
            Assignment each = written.numbered(tree);
            Optional<Kind> kind = schema.find(each.key());
            if (kind.isEmpty()) {
                problems.add(
                        "--set",
                        each.key(),
                        FormerKeys.successor(each.key())
                                .map("is a key of an earlier version; write %s"::formatted)
                                .orElseGet(() -> check.unknown(each.key())));
            } else if (!each.isInsideFreeTable(schema)
                    && !check.value(each.key(), each.value(), kind.get())) {
                problems.add(
                        "--set",
                        each.key(),
                        "is %s; it must be %s".formatted(each.value(), kind.get().inWords()));
            } else if (each.apply(tree)) {
                applied.add(each);
            } else {
                problems.add(
                        "--set",
                        each.key(),
                        "is no place that exists; entries of a list are numbered from 0:"
                                + " evaluation.search[0].width");
            }
        }
        return applied;
    }

    private static void addUnused(
            Problems problems, List<UnusedKeys> unused, Set<String> keys, @Nullable Layer file) {
        for (String key : keys) {
            for (UnusedKeys some : unused) {
                if (some.covers(key)) {
                    String place = file == null ? "--set" : file.place(key);
                    problems.add(place, key, "is set but never read: " + some.reason());
                    break;
                }
            }
        }
    }

    private static String place(String key, Set<String> setByHand, Layer file) {
        if (setByHand.contains(key)) {
            return "--set";
        }
        return file.leaves().containsKey(key) ? file.place(key) : file.name();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("there is no run file " + file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the run file %s cannot be read: %s".formatted(file, e));
        }
    }
}
