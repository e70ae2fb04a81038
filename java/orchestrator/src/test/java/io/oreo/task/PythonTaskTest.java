package io.oreo.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonTaskTest {

    /** A run is opened again from its own file, in which keys stand in another order. */
    @Test
    void a_task_is_the_same_in_whatever_order_its_arguments_are_written() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("name", "sums");
        written.put("largest", 9);
        written.put("deep", table("b", 1, "a", 2));
        Map<String, Object> again = new LinkedHashMap<>();
        again.put("deep", table("a", 2, "b", 1));
        again.put("largest", 9);
        again.put("name", "sums");

        assertEquals(task(written).fingerprint(), task(again).fingerprint());
        again.put("largest", 8);
        assertNotEquals(task(written).fingerprint(), task(again).fingerprint());
    }

    private static Map<String, Object> table(String first, int one, String second, int two) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put(first, one);
        table.put(second, two);
        return table;
    }

    private static Task task(Map<String, Object> arguments) {
        return Tasks.create(
                "python",
                "",
                Map.of(
                        "problems", "sums:problems",
                        "reward", "sums:reward",
                        "arguments", arguments),
                () -> {
                    throw new AssertionError("no worker is needed");
                });
    }
}
