package io.oreo.interaction;

import io.oreo.grading.Grader;
import io.oreo.search.SearchInput;
import io.oreo.search.Solver;
import io.oreo.search.SolverLimits;
import io.oreo.search.strategy.ResponseStrategy;
import io.oreo.search.strategy.SearchStrategy;
import io.oreo.search.strategy.StepBeam;
import io.oreo.search.strategy.StrategyTable;
import io.oreo.task.Task;
import io.oreo.task.TaskException;
import io.oreo.trajectory.ActionMask;
import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.FloatVector;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.Outcome;
import io.oreo.trajectory.Problem;
import io.oreo.trajectory.Prompt;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.Generator;
import io.oreo.worker.Generator.Completion;
import io.oreo.worker.StepRule;
import io.oreo.worker.StopRule;
import io.oreo.worker.Tokenizer.Turn;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Problems that one response answers.
 *
 * @param task whose steps and answers they are
 * @param grader who grades sampled attempts; nobody where they bring their rewards
 */
record AnsweredInteraction(Task task, Optional<Grader> grader, InteractionRules rules)
        implements Interaction {

    @Override
    public Turn question(Problem problem) {
        return new Turn("user", problem.prompt(), false);
    }

    @Override
    public List<Turn> demonstration(Problem problem) {
        String text =
                problem.solution()
                        .orElseThrow(
                                () ->
                                        new TaskException(
                                                "problem %s has no worked solution to imitate"
                                                        .formatted(problem.id())));
        return List.of(question(problem), new Turn("assistant", text, true));
    }

    @Override
    public FinishReason demonstrationEnd() {
        return FinishReason.END_TOKEN;
    }

    @Override
    public boolean demonstrationEndsWithToken() {
        return true;
    }

    @Override
    public StepRule stepRule() {
        return task.stepRule();
    }

    @Override
    public boolean oneResponse() {
        return true;
    }

    @Override
    public List<Attempted> attempt(Models models, List<Start> starts, Sampler sampler) {
        StopRule stop = new StopRule(false, stepRule(), rules.maxNewTokens(), rules.maxLength());
        List<Generator.Item> items =
                starts.stream()
                        .map(
                                start ->
                                        new Generator.Item(
                                                start.id(),
                                                start.prompt().tokenIds(),
                                                start.seed().value()))
                        .toList();
        List<Completion> completions =
                models.worker()
                        .generator(models.policy())
                        .generate(new Generator.Batch(items, sampler, stop));
        return IntStream.range(0, items.size())
                .mapToObj(i -> attempted(starts.get(i).prompt(), completions.get(i)))
                .toList();
    }

    private static Attempted attempted(Prompt asked, Completion completion) {
        IntVector prompt = asked.tokenIds();
        FloatVector logProbs = FloatVector.of(new float[prompt.size()]).plus(completion.logProbs());
        return new Attempted(
                new TokenSequence(
                        prompt.plus(completion.tokenIds()),
                        ActionMask.afterPrompt(prompt.size(), completion.tokenIds().size()),
                        completion.stepEnds(),
                        List.of(),
                        Optional.of(logProbs)),
                completion.text(),
                completion.finishReason(),
                new Outcome.Ungraded());
    }

    @Override
    public Solved solve(Models models, List<Prompt> prompts, Search search) {
        Solver solver =
                new Solver(
                        new SearchInput.Models(
                                models.worker().generator(models.policy()),
                                models.critic().map(models.worker()::valueModel),
                                task.grader()::answer),
                        new SolverLimits(
                                stepRule(),
                                rules.maxNewTokens(),
                                rules.maxLength(),
                                search.batchSize(),
                                search.tokenBudget()));
        return new Solved(
                solver.solve(prompts, overResponses(search.strategy()), search.seed()),
                task.grader());
    }

    @Override
    public void require(SearchStrategy strategy) {
        overResponses(strategy);
    }

    private static ResponseStrategy overResponses(SearchStrategy strategy) {
        if (strategy instanceof ResponseStrategy responses) {
            return responses;
        }
        throw new TaskException(
                "%s plays games, and the problems are answered by one response; use one of %s"
                        .formatted(
                                strategy.label(),
                                String.join(", ", StrategyTable.names(ResponseStrategy.class))));
    }

    @Override
    public SearchStrategy valueSearch(int width) {
        return new StepBeam(width, width);
    }
}
