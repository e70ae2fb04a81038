package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.schedule.settings.RunSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static final RunSettings SETTINGS = settings();

    /** Three methods, of which the last shares the first one's rollouts. */
    private static RunSettings settings() {
        String method = "{\"name\":\"%s\",\"objective\":\"%s\",\"rollouts\":\"%s\"}";
        String json =
                "{\"method\":[%s,%s,%s]}"
                        .formatted(
                                method.formatted("oreo", "oreo", "own"),
                                method.formatted("rejection", "rejection", "own"),
                                method.formatted("dpo", "dpo", "shared"));
        try {
            return JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build()
                    .readValue(json, RunSettings.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void in_the_first_iteration_all_learn_from_the_sft_policy() {
        assertEquals(List.of("sft"), Chains.authors(SETTINGS, 1));
        for (String training : List.of("oreo-1", "rejection-1", "dpo-1")) {
            assertEquals("sft", Chains.author(SETTINGS, training, 1));
        }
    }

    @Test
    void later_each_goes_on_with_its_own_policy_unless_it_shares() {
        assertEquals(List.of("oreo-2", "rejection-2"), Chains.authors(SETTINGS, 3));
        assertEquals("oreo-2", Chains.author(SETTINGS, "oreo-3", 3));
        assertEquals("rejection-2", Chains.author(SETTINGS, "rejection-3", 3));
        assertEquals("oreo-2", Chains.author(SETTINGS, "dpo-3", 3));
    }

    @Test
    void the_batches_of_an_iteration_are_dealt_to_their_authors_in_order() {
        List<Integer> batches = List.of(0, 1, 2, 3, 4, 5);
        assertEquals(List.of(0, 1, 2), Chains.batchesOf(SETTINGS, 2, "oreo-1", batches));
        assertEquals(List.of(3, 4, 5), Chains.batchesOf(SETTINGS, 2, "rejection-1", batches));
        assertEquals(batches, Chains.batchesOf(SETTINGS, 1, "sft", batches));
    }
}
