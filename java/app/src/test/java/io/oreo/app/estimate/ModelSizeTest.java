package io.oreo.app.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.oreo.app.Wiring;
import io.oreo.app.config.RunConfiguration;
import io.oreo.app.config.RunFiles;
import io.oreo.schedule.settings.ModelSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSizeTest {

    @TempDir private Path folder = Path.of("");

    private static ModelSettings model(String run, String... assignments) {
        RunFiles files = new RunFiles(Path.of("../../environments"));
        return new RunConfiguration(Wiring.TASKS)
                .read(files.find(run), List.of(assignments))
                .model();
    }

    private Optional<ModelSize> directory(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        return ModelSize.of(inDirectory());
    }

    private ModelSettings inDirectory() throws IOException {
        Path run =
                Files.writeString(
                        folder.resolve("trial.toml"),
                        "[model]\norigin = \"directory\"\ndirectory = \"%s\"\n".formatted(folder));
        return new RunConfiguration(Wiring.TASKS).read(run, List.of()).model();
    }

    /** The worker counts 19,936 parameters in the model that it makes for this run. */
    @Test
    void the_smallest_run_has_the_parameters_that_pytorch_counts() {
        assertEquals(19_936, ModelSize.of(model("arithmetic-tiny")).orElseThrow().parameters());
    }

    /** SmolLM2-135M: 134,515,008 parameters by its makers. */
    @Test
    void heads_that_share_keys_count_once() throws IOException {
        ModelSize size =
                directory(
                                """
                                {"hidden_size": 576, "intermediate_size": 1536, "vocab_size": 49152,
                                 "num_hidden_layers": 30, "num_attention_heads": 9,
                                 "num_key_value_heads": 3, "tie_word_embeddings": true}
                                """)
                        .orElseThrow();

        assertEquals(new ModelSize(49152, 576, 1536, 30, 134_515_008), size);
    }

    /** Llama 2 7B: 6,738,415,616 parameters by its makers. */
    @Test
    void embeddings_that_are_not_tied_count_twice() throws IOException {
        ModelSize size =
                directory(
                                """
                                {"hidden_size": 4096, "intermediate_size": 11008,
                                 "vocab_size": 32000, "num_hidden_layers": 32,
                                 "num_attention_heads": 32}
                                """)
                        .orElseThrow();

        assertEquals(6_738_415_616L, size.parameters());
    }

    @Test
    void a_size_that_cannot_be_known_is_not_guessed() throws IOException {
        assertEquals(Optional.empty(), ModelSize.of(inDirectory()), "no file");
        assertEquals(Optional.empty(), directory("{\"hidden_size\": 64}"), "half a file");
        assertEquals(Optional.empty(), directory("no JSON"), "no JSON");
    }
}
