package io.oreo.app.cli.run;

import io.oreo.app.config.ConfigurationException;
import io.oreo.schedule.settings.ModelSettings;
import io.oreo.schedule.settings.RunSettings;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model that a new run starts from, looked for before anything else is done. */
final class StartModel {

    private StartModel() {}

    /**
     * Looks for its folder; one on other machines is theirs.
     *
     * @param dryRun whether the sizes in the run file ({@code model.config}) are enough
     * @throws ConfigurationException if the folder is missing
     */
    static void require(RunSettings settings, boolean dryRun) {
        ModelSettings model = settings.model();
        boolean described = dryRun && !model.config().isEmpty();
        if (described
                || !model.origin().equals("directory")
                || !settings.workers().addresses().isEmpty()) {
            return;
        }
        Path folder = Path.of(model.directory()).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(
                    ("model.directory: there is no model folder %s; name the folder of a model in"
                                    + " Hugging Face format")
                            .formatted(folder));
        }
    }
}
