package io.oreo.method;

import java.util.List;

/** The methods there are. */
public interface MethodCatalogue {

    /** Names of the methods that come with the worker. */
    List<String> names();

    /**
     * The method that an objective names, of ours or on the worker's {@code PYTHONPATH}.
     *
     * @throws UnknownMethodException if there is none, or its code cannot be used; says why and how
     *     to mend it
     */
    MethodDescription describe(String objective);
}
