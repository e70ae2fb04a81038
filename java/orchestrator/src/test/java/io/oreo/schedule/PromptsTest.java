package io.oreo.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.oreo.evaluation.AttemptResult.Written;
import io.oreo.run.Stage;
import io.oreo.schedule.Prompts.Answer;
import io.oreo.store.RunFolder;
import io.oreo.task.Split;
import io.oreo.testing.Letters;
import io.oreo.testing.MemoryStore;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.TokenSequence;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy wrote is asked about in the tokens that it wrote. */
class PromptsTest {

    @TempDir private Path folder;

    @Test
    void writtenTokensAreKeptAndTextsAreSplit() throws InterruptedException {
        SmallRun small = SmallRun.of(SmallRun.Kind.SUMS, 1, 1, folder.resolve("data"));
        try (RunFolder files = RunFolder.open(folder, "run")) {
            RunContext run = small.context(files, new MemoryStore(Instant::now).opened());
            new Runner(run).run(state -> state.stage() == Stage.TRAINING);
            Prompts prompts = new Prompts(run.plan(), run.journal(), run.pools());
            Problem problem = run.plan().problems(Split.TEST).getFirst();
            Prompt asked = prompts.encode(List.of(problem)).getFirst();
            // No text is ever split into a word's token.
            IntVector word = IntVector.of(Letters.WORDS, Letters.END);

            List<Optional<TokenSequence>> encoded =
                    prompts.encodeAnswers(
                            List.of(
                                    new Answer.Text(problem, "4", true),
                                    new Answer.Tokens(
                                            problem, new Written(word, IntVector.of(2)), true),
                                    new Answer.Tokens(
                                            problem,
                                            new Written(IntVector.of(), IntVector.of()),
                                            false)));

            int start = asked.tokenIds().size();
            TokenSequence text = encoded.get(0).orElseThrow();
            assertEquals(asked.tokenIds().plus(IntVector.of('4', Letters.END)), text.tokenIds());
            TokenSequence written = encoded.get(1).orElseThrow();
            assertEquals(asked.tokenIds().plus(word), written.tokenIds());
            assertEquals(IntVector.of(start + 2), written.stepEnds());
            assertEquals(start, written.actionMask().first());
            assertTrue(encoded.get(2).isEmpty(), "nothing was written, so there is no step");
        }
    }
}
