package io.oreo.alfworld.planner;

import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.SasTask;
import io.oreo.alfworld.planning.SasTask.Axiom;
import io.oreo.alfworld.planning.SasTask.Condition;
import io.oreo.alfworld.planning.SasTask.Effect;
import io.oreo.alfworld.planning.SasTask.Operator;
import io.oreo.alfworld.planning.SasTask.Variable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What libdownward takes for granted of a task. It calls {@code exit} where a number is out of
 * range or the goal is empty, and copies names into buffers without looking at their length.
 */
final class TaskLimits {

    /** Length of the library's buffers for names, the closing zero included. */
    static final int NAME_BYTES = 1024;

    private final SasTask task;

    private TaskLimits(SasTask task) {
        this.task = task;
    }

    /**
     * Refuses a task that the library must not see.
     *
     * @throws GameException if it is one
     */
    static void check(SasTask task, String sas) {
        if (sas.indexOf('\0') >= 0) {
            throw GameException.malformed("the SAS+ task contains a zero character");
        }
        if (task.goal().isEmpty()) {
            throw GameException.malformed("the SAS+ task has no goal");
        }
        new TaskLimits(task).checkAll();
    }

    private void checkAll() {
        for (Variable variable : task.variables()) {
            variable.values().forEach(TaskLimits::checkName);
        }
        check(task.goal());
        for (Operator operator : task.operators()) {
            checkName(operator.name());
            check(operator.preconditions());
            for (Effect effect : operator.effects()) {
                check(effect.conditions());
                check(new Condition(effect.variable(), effect.value()));
            }
        }
        for (Axiom axiom : task.axioms()) {
            check(axiom.conditions());
            check(new Condition(axiom.variable(), axiom.value()));
        }
    }

    private void check(List<Condition> conditions) {
        conditions.forEach(this::check);
    }

    private void check(Condition fact) {
        boolean known = fact.variable() >= 0 && fact.variable() < task.variables().size();
        if (!known
                || fact.value() < 0
                || fact.value() >= task.variables().get(fact.variable()).values().size()) {
            throw GameException.malformed(
                    "the SAS+ task has no value %d of variable %d"
                            .formatted(fact.value(), fact.variable()));
        }
    }

    private static void checkName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length >= NAME_BYTES) {
            throw GameException.malformed(
                    "a name in the SAS+ task is longer than %d bytes: %s…"
                            .formatted(NAME_BYTES - 1, name.substring(0, 40)));
        }
    }
}
