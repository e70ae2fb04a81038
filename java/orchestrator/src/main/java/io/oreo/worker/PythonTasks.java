package io.oreo.worker;

import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import java.util.List;

/** Tasks and rewards that live in Python packages. */
public interface PythonTasks {

    /** Problems of a task, in the order the task gives them. */
    List<Problem> problems(Listing listing);

    /** Outcomes of responses, in their order. One that the function fails on is broken. */
    List<Outcome> grade(String entryPoint, String optionsJson, List<Response> responses);

    /**
     * What is asked for.
     *
     * @param entryPoint {@code package.module:function}
     * @param optionsJson options of the task, a JSON object
     * @param split which part: train, rollout, test
     * @param count how many
     * @param seed seed of the generator
     */
    record Listing(String entryPoint, String optionsJson, String split, int count, long seed) {}

    /** A response to a problem. */
    record Response(String id, Problem problem, String text) {}
}
