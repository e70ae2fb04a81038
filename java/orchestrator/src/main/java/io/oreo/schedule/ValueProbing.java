package io.oreo.schedule;

import io.oreo.evaluation.probe.Probe;
import io.oreo.evaluation.probe.ProbeSource;
import io.oreo.evaluation.probe.ProbedAttempt;
import io.oreo.run.Journal;
import io.oreo.run.RunEvent;
import io.oreo.run.RunException;
import io.oreo.run.RunListener;
import io.oreo.schedule.Prompts.Answer;
import io.oreo.schedule.RunContext.Pools;
import io.oreo.trajectory.IntVector;
import io.oreo.trajectory.TokenSequence;
import io.oreo.worker.ActionScorer;
import io.oreo.worker.ModelLoad;
import io.oreo.worker.ValueModel;
import io.oreo.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/** Asks the critics and policies of one iteration about finished answers, model by model. */
public final class ValueProbing {

    private final Plan plan;
    private final Journal journal;
    private final Pools pools;
    private final RunListener listener;
    private final Models models;
    private final int iteration;
    private final RunEvent.TrainingFinished reference;
    private final List<Ask> asks = new ArrayList<>();

    /** Place among the asked of each policy that a training started from. */
    private final Map<String, Integer> references = new HashMap<>();

    /** A model to be asked. */
    private record Ask(ProbeSource source, ModelLoad model) {}

    /**
     * An answer and what is known of it.
     *
     * @param correctSteps steps before the first incorrect one; empty if unknown
     */
    public record Labelled(Answer answer, double reward, OptionalInt correctSteps) {}

    /**
     * An answer as tokens.
     *
     * @param states the prompt's end, then the end of each step
     * @param chosen the same for V, whose last state is that in which the end token is chosen
     */
    private record Read(
            Labelled labelled, TokenSequence tokens, IntVector states, IntVector chosen) {

        static Read of(Labelled labelled, TokenSequence tokens) {
            int[] states = new int[tokens.stepEnds().size() + 1];
            states[0] = tokens.actionMask().first();
            for (int step = 1; step < states.length; step++) {
                states[step] = tokens.stepEnds().get(step - 1);
            }
            IntVector ends = IntVector.of(states);
            if (labelled.answer().ended()) {
                states[states.length - 1]--;
            }
            return new Read(labelled, tokens, ends, IntVector.of(states));
        }
    }

    /** All models of an iteration; pi_ref of each is the policy that it started from. */
    public ValueProbing(
            Plan plan, Journal journal, Pools pools, RunListener listener, int iteration) {
        this.plan = plan;
        this.journal = journal;
        this.pools = pools;
        this.listener = listener;
        this.models = new Models(journal.folder(), plan.settings().model());
        this.iteration = iteration;
        this.reference = TrainingJobs.previousPolicy(plan.settings(), journal.state(), iteration);
        for (String author : Chains.authors(plan.settings(), iteration)) {
            references.put(author, asks.size());
            RunEvent.TrainingFinished start = journal.state().trained(author);
            ask(ProbeSource.Kind.IMPLICIT, author, models.policy(start));
        }
        for (String name : TrainingJobs.names(plan.settings(), iteration)) {
            RunEvent.TrainingFinished training = journal.state().trained(name);
            models.critic(training)
                    .ifPresent(critic -> ask(ProbeSource.Kind.EXPLICIT, name, critic));
            ask(ProbeSource.Kind.IMPLICIT, name, models.policy(training));
        }
    }

    private void ask(ProbeSource.Kind kind, String training, ModelLoad model) {
        asks.add(new Ask(new ProbeSource(kind, training), model));
    }

    /**
     * What they say.
     *
     * @throws RunException if no model can read any answer
     */
    public Probe probe(String name, List<Labelled> answers) {
        List<Read> read = read(answers);
        if (read.isEmpty()) {
            throw new RunException(
                    "none of the %d answers of %s can be read: each is empty or longer than"
                                    .formatted(answers.size(), name)
                            + " model.max_length");
        }
        listener.started("Score sampled responses of " + name, "models", 0, asks.size());
        List<List<List<Double>>> replies = new ArrayList<>();
        pools.rollouts()
                .forEach(
                        asks,
                        (worker, ask) -> replies(worker, ask, read),
                        reply -> {
                            replies.add(reply);
                            listener.advanced(1, "");
                        });
        List<ProbedAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            attempts.add(attempt(read.get(i), replies, i));
        }
        List<ProbeSource> sources = asks.stream().skip(references.size()).map(Ask::source).toList();
        listener.finished("%,d responses, %d sources".formatted(read.size(), sources.size()));
        return new Probe(
                iteration,
                name,
                reference.training(),
                sources,
                betas(),
                attempts,
                answers.size() - read.size());
    }

    private List<Read> read(List<Labelled> answers) {
        List<Answer> asked = answers.stream().map(Labelled::answer).toList();
        List<Optional<TokenSequence>> tokens =
                new Prompts(plan, journal, pools).encodeAnswers(asked);
        List<Read> read = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (tokens.get(i).isPresent()) {
                read.add(Read.of(answers.get(i), tokens.get(i).get()));
            }
        }
        return read;
    }

    private List<List<Double>> replies(Worker worker, Ask ask, List<Read> read) {
        models.unloadOthers(
                worker, journal.state().trainings().values(), Set.of(ask.model().modelId()));
        List<List<Double>> replies = new ArrayList<>(read.size());
        int batch = plan.settings().evaluation().batchSize();
        for (List<Read> some : read.stream().gather(Gatherers.windowFixed(batch)).toList()) {
            replies.addAll(
                    switch (ask.source().kind()) {
                        case EXPLICIT -> worker.valueModel(ask.model()).estimate(valued(some));
                        case IMPLICIT -> worker.actionScorer(ask.model()).logProbs(scored(some));
                    });
        }
        return replies;
    }

    private static List<ValueModel.Item> valued(List<Read> read) {
        List<ValueModel.Item> items = new ArrayList<>();
        for (Read each : read) {
            items.add(
                    new ValueModel.Item(
                            Integer.toString(items.size()),
                            each.tokens().tokenIds(),
                            each.chosen()));
        }
        return items;
    }

    private static List<ActionScorer.Item> scored(List<Read> read) {
        List<ActionScorer.Item> items = new ArrayList<>();
        for (Read each : read) {
            items.add(
                    new ActionScorer.Item(
                            Integer.toString(items.size()),
                            each.tokens().tokenIds(),
                            each.tokens().actionMask(),
                            each.states()));
        }
        return items;
    }

    /** The first models are the policies that trainings started from: pi_ref of each. */
    private ProbedAttempt attempt(Read read, List<List<List<Double>>> replies, int number) {
        List<List<Double>> scores = new ArrayList<>();
        for (int source = references.size(); source < asks.size(); source++) {
            ProbeSource asked = asks.get(source).source();
            List<Double> reply = replies.get(source).get(number);
            String start = Chains.author(plan.settings(), asked.training(), iteration);
            int referred = references.getOrDefault(start, 0);
            scores.add(
                    switch (asked.kind()) {
                        case EXPLICIT -> reply;
                        case IMPLICIT -> difference(reply, replies.get(referred).get(number));
                    });
        }
        int steps = read.states().size() - 1;
        OptionalInt correct = read.labelled().correctSteps();
        return new ProbedAttempt(
                read.labelled().answer().problem().id(),
                read.labelled().reward(),
                correct.isPresent()
                        ? OptionalInt.of(Math.min(steps, correct.getAsInt()))
                        : OptionalInt.empty(),
                scores);
    }

    private static List<Double> difference(List<Double> first, List<Double> second) {
        List<Double> differences = new ArrayList<>(first.size());
        for (int i = 0; i < first.size(); i++) {
            differences.add(first.get(i) - second.get(i));
        }
        return differences;
    }

    private Map<String, Double> betas() {
        Map<String, Double> betas = new TreeMap<>();
        for (Ask ask : asks) {
            String training = ask.source().training();
            TrainingJobs.softBellmanBeta(plan, training, iteration)
                    .ifPresent(beta -> betas.put(training, beta));
        }
        return betas;
    }
}
