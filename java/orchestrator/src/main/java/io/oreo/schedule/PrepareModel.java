package io.oreo.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.schedule.settings.ModelSettings;
import io.oreo.task.Split;
import io.oreo.worker.ModelFacts;
import io.oreo.worker.ModelOrigin;
import java.nio.file.Path;
import java.util.List;

/** Makes the model that the run starts from: random weights, a converted file, or a copy. */
final class PrepareModel implements Phase {

    private static final JsonMapper JSON = new JsonMapper();

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;

    PrepareModel(Plan plan, Journal journal, Pools pools, RunListener listener) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
    }

    @Override
    public void run() {
        listener.started("Prepare the model", "model", 0, 1);
        ModelSettings model = plan.settings().model();
        ModelOrigin origin =
                Models.origin(
                        model,
                        configJson(model),
                        plan.seed().child("weights").value(),
                        texts(model));
        Path directory = journal.folder().resolve("models").resolve("start");
        ModelFacts facts = pools.rollouts().call(worker -> worker.prepare(origin, directory));
        if (facts.contextLength() < model.maxLength()) {
            throw new RunException(
                    "model.max_length is %d, but the model reads at most %d tokens; lower it"
                            .formatted(model.maxLength(), facts.contextLength()));
        }
        journal.append(new RunEvent.ModelPrepared(journal.relative(directory), facts));
        listener.finished(
                "%s, %,d parameters, vocabulary %,d"
                        .formatted(
                                facts.architecture(), facts.parameters(), facts.vocabularySize()));
    }

    /** Texts that a new tokenizer learns from: the demonstrations. */
    private List<String> texts(ModelSettings model) {
        if (!model.origin().equals("random")) {
            return List.of();
        }
        Prompts prompts = new Prompts(plan, journal, pools);
        return plan.problems(Split.DEMONSTRATION).stream().flatMap(prompts::texts).toList();
    }

    private static String configJson(ModelSettings model) {
        try {
            return JSON.writeValueAsString(model.config());
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("model.config cannot be written as JSON", unwritable);
        }
    }
}
