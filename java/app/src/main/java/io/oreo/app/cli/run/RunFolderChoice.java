package io.oreo.app.cli.run;

import io.oreo.app.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the folders of runs lie. */
final class RunFolderChoice {

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder that holds the runs. Default: runs beside this program.")
    private @Nullable Path runs;

    Path runs(Home home) {
        return runs == null ? home.runs() : runs.toAbsolutePath().normalize();
    }
}
