package io.oreo.alfworld.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.alfworld.TaskType;
import java.util.List;

/**
 * A game that nobody has played yet.
 *
 * @param folder where it belongs, in ALFWorld's manner
 * @param type its kind of task
 * @param domain planning domain
 * @param grammar with the sentence of the task
 * @param problem planning problem
 * @param walkthrough commands that should win
 * @param object type of the object that the task speaks of
 * @param destination type of the receptacle that it speaks of
 */
public record GeneratedGame(
        String folder,
        TaskType type,
        String domain,
        String grammar,
        String problem,
        List<String> walkthrough,
        String object,
        String destination) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public GeneratedGame {
        walkthrough = List.copyOf(walkthrough);
    }

    /** The content of its {@code game.tw-pddl}, which says that it is solvable. */
    public String file() {
        ObjectNode file = JSON.createObjectNode();
        file.put("pddl_domain", domain);
        file.put("grammar", grammar);
        file.put("pddl_problem", problem);
        file.put("solvable", true);
        walkthrough.forEach(file.putArray("walkthrough")::add);
        return text(file);
    }

    /** The content of its {@code traj_data.json}: what ALFWorld's loader and expert read. */
    public String trajectory() {
        boolean light = type == TaskType.LOOK_AT_OBJ_IN_LIGHT;
        ObjectNode file = JSON.createObjectNode();
        file.put("task_type", type.label());
        ObjectNode parameters = file.putObject("pddl_params");
        parameters.put("object_target", object);
        parameters.put("parent_target", light ? "" : destination);
        parameters.put("toggle_target", light ? Rooms.LAMP : "");
        parameters.put("mrecep_target", "");
        parameters.put("object_sliced", false);
        file.putObject("turk_annotations").putArray("anns");
        return text(file);
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
