package io.oreo.app;

import io.oreo.app.config.RunConfiguration;
import io.oreo.method.MethodCatalogue;
import java.nio.file.Path;

/** The methods that set-up described, for tests. */
public final class Catalogues {

    private Catalogues() {}

    /** Those of the project under test. */
    public static MethodCatalogue ours() {
        return new Home(Path.of(System.getProperty("oreo.root", "../.."))).methods();
    }

    /** Run files with them. */
    public static RunConfiguration configuration() {
        return new RunConfiguration(Wiring.TASKS, ours());
    }
}
