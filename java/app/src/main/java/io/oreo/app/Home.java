package io.oreo.app;

import io.oreo.method.MethodCatalogue;
import io.oreo.worker.process.PythonCatalogue;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the project lies on this machine.
 *
 * @param root the folder with {@code oreo}, {@code environments} and {@code python-workers};
 *     absolute
 */
public record Home(Path root) {

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** What {@code ./oreo} says, or the present folder. */
    public static Home find() {
        return new Home(Path.of(System.getProperty("oreo.home", "")));
    }

    /** Folder of the tasks and their run files. */
    public Path environments() {
        return root.resolve("environments");
    }

    /** Folder of the runs. */
    public Path runs() {
        return root.resolve("runs");
    }

    /** Python interpreter of the workers. */
    public Path python() {
        return root.resolve(".venv/bin/python");
    }

    /** The training methods there are. */
    public MethodCatalogue methods() {
        return new PythonCatalogue(root.resolve("build/methods.json"), python(), pythonPath());
    }

    /** Where Python finds the workers' code and the tasks that bring their own. */
    public List<Path> pythonPath() {
        return List.of(root.resolve("python-workers"), environments());
    }
}
