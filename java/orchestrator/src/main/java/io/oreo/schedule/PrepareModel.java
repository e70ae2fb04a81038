package io.oreo.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.schedule.settings.ModelSettings;
import io.oreo.task.Split;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelOrigin;
import java.nio.file.Path;
import java.util.List;

/** Makes the model that the run starts from: random weights, a converted file, or a copy. */
final class PrepareModel implements Phase {

    private static final JsonMapper JSON = new JsonMapper();

    private final RunContext run;

    PrepareModel(RunContext run) {
        this.run = run;
    }

    @Override
    public void run() {
        run.listener().started("Prepare the model", "model", 0, 1);
        ModelSettings model = run.settings().model();
        ModelOrigin origin =
                Models.origin(
                        model,
                        configJson(model),
                        run.seed().child("weights").value(),
                        texts(model));
        Path directory = run.folder().resolve("models").resolve("start");
        ModelFacts facts = run.pools().rollouts().call(worker -> worker.prepare(origin, directory));
        if (facts.contextLength() < model.maxLength()) {
            throw new RunException(
                    "model.max_length is %d, but the model reads at most %d tokens; lower it"
                            .formatted(model.maxLength(), facts.contextLength()));
        }
        run.journal().append(new RunEvent.ModelPrepared(run.relative(directory), facts));
        run.listener()
                .finished(
                        "%s, %,d parameters, vocabulary %,d"
                                .formatted(
                                        facts.architecture(),
                                        facts.parameters(),
                                        facts.vocabularySize()));
    }

    /** Texts that a new tokenizer learns from: the demonstrations. */
    private List<String> texts(ModelSettings model) {
        if (!model.origin().equals("random")) {
            return List.of();
        }
        Prompts prompts = new Prompts(run);
        return prompts.problems(Split.DEMONSTRATION).stream().flatMap(prompts::texts).toList();
    }

    private static String configJson(ModelSettings model) {
        try {
            return JSON.writeValueAsString(model.config());
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("model.config cannot be written as JSON", unwritable);
        }
    }
}
