package io.oreo.alfworld.python;

import io.oreo.alfworld.planner.Planner;
import io.oreo.alfworld.planning.SasReader;
import io.oreo.alfworld.planning.SasTask;
import java.util.List;
import java.util.stream.Collectors;
import org.graalvm.polyglot.HostAccess;

/**
 * A planner as Python sees it, where TextWorld expects libdownward: numbers and strings.
 *
 * <p>Lists are joined by newlines, fields by tabs; see {@code oreo_alfworld.planner}.
 */
public final class PlannerHost {

    private final Planner planner;
    private int variables;

    PlannerHost(Planner planner) {
        this.planner = planner;
    }

    /** Takes a task and goes to its initial state. */
    @HostAccess.Export
    public void load(String sas) {
        SasTask task = SasReader.read(sas);
        planner.load(task, sas);
        variables = task.variables().size();
    }

    /** How many variables there are. */
    @HostAccess.Export
    public int size() {
        return variables;
    }

    /** The value of each variable by name. */
    @HostAccess.Export
    public String state() {
        return String.join("\n", planner.state());
    }

    /** Id, name and count of effects of the operators that apply. */
    @HostAccess.Export
    public String applicable() {
        List<Planner.Applicable> found = planner.applicable();
        return found.stream()
                .map(one -> one.id() + "\t" + one.name() + "\t" + one.effects())
                .collect(Collectors.joining("\n"));
    }

    /** Applies an operator; gives the names of what its effects write. */
    @HostAccess.Export
    public String apply(int operator) {
        return String.join("\n", planner.apply(operator));
    }

    /** Whether the goal holds. */
    @HostAccess.Export
    public boolean goal() {
        return planner.goal();
    }
}
