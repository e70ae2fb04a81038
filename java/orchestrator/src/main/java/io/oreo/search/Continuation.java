package io.oreo.search;

import io.oreo.trajectory.FinishReason;
import io.oreo.trajectory.Sampler;
import io.oreo.trajectory.Seed;
import io.oreo.worker.Generator;
import io.oreo.worker.Generator.Completion;
import io.oreo.worker.StopRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/**
 * Continues many paths by a step, or to their end, in full batches.
 *
 * <p>All paths of a worker call share one limit of new tokens, but near the limit of its length, or
 * of its problem's budget, each path has its own allowance. So paths are called in classes of equal
 * cap, a cap being the largest power of two within the allowance (or the whole allowance of a fresh
 * path); a path that reaches its cap before its allowance goes on in a further call. Since draws
 * belong to positions of a sequence, it then continues its random stream.
 */
final class Continuation {

    private final Generator generator;
    private final SolverLimits limits;

    Continuation(Generator generator, SolverLimits limits) {
        this.generator = generator;
        this.limits = limits;
    }

    /** One path to continue; {@code account} pays for it. */
    record Request(Path path, Seed seed, TokenAccount account) {}

    /** Continues by one step ({@code oneStep}) or to the end. Results in the requests' order. */
    List<Path> run(List<Request> requests, Sampler sampler, boolean oneStep) {
        List<Work> all = new ArrayList<>();
        for (Request request : requests) {
            all.add(new Work(request));
        }
        List<Work> pending = all;
        while (!pending.isEmpty()) {
            allot(pending);
            TreeMap<Integer, List<Work>> byCap = new TreeMap<>(Comparator.reverseOrder());
            for (Work work : pending) {
                if (work.cap > 0) {
                    byCap.computeIfAbsent(work.cap, _ -> new ArrayList<>()).add(work);
                } else {
                    work.cut();
                }
            }
            byCap.forEach((cap, works) -> call(works, sampler, stop(cap, oneStep)));
            pending = byCap.values().stream().flatMap(List::stream).filter(w -> w.again).toList();
        }
        return all.stream().map(work -> work.path).toList();
    }

    /** Sets the cap of every path; what a problem has left is shared out equally. */
    private void allot(List<Work> pending) {
        IdentityHashMap<TokenAccount, Integer> claims = new IdentityHashMap<>();
        pending.forEach(work -> claims.merge(work.request.account(), 1, Integer::sum));
        IdentityHashMap<TokenAccount, Integer> shares = new IdentityHashMap<>();
        claims.forEach((account, count) -> shares.put(account, account.share(count)));
        for (Work work : pending) {
            int share = shares.getOrDefault(work.request.account(), 0);
            int allowance = Math.min(share, room(work.path));
            boolean fresh = work.path.responseTokens() == 0;
            work.cap = fresh ? allowance : Integer.highestOneBit(allowance);
        }
    }

    /** Tokens that the response may still grow by; the worker itself keeps to {@code maxLength}. */
    private int room(Path path) {
        boolean full = limits.maxLength() > 0 && path.tokenIds().size() >= limits.maxLength();
        return full ? 0 : limits.maxNewTokens() - path.responseTokens();
    }

    private StopRule stop(int cap, boolean oneStep) {
        return new StopRule(oneStep, limits.stepRule(), cap, limits.maxLength());
    }

    private void call(List<Work> works, Sampler sampler, StopRule stop) {
        for (List<Work> batch :
                works.stream().gather(Gatherers.windowFixed(limits.batchSize())).toList()) {
            List<Generator.Item> items = new ArrayList<>();
            for (Work work : batch) {
                items.add(
                        new Generator.Item(
                                Integer.toString(items.size()),
                                work.path.tokenIds(),
                                work.request.seed().value()));
            }
            List<Completion> done = generator.generate(new Generator.Batch(items, sampler, stop));
            if (done.size() != batch.size()) {
                throw new IllegalStateException(
                        "the generator answered %d of %d prefixes"
                                .formatted(done.size(), batch.size()));
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).take(done.get(i));
            }
        }
    }

    /** A path on its way. */
    private static final class Work {
        private final Request request;
        private Path path;
        private int cap;
        private boolean again;

        Work(Request request) {
            this.request = request;
            this.path = request.path();
        }

        void take(Completion completion) {
            int tokens = completion.tokenIds().size();
            request.account().spend(tokens);
            path = path.plus(completion, again);
            again = completion.finishReason() == FinishReason.LENGTH && tokens == cap;
        }

        void cut() {
            path =
                    new Path(
                            path.tokenIds(),
                            path.promptTokens(),
                            path.logProbs(),
                            path.stepEnds(),
                            path.text(),
                            FinishReason.LENGTH);
        }
    }
}
