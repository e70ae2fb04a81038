package io.oreo.worker.grpc;

import io.oreo.trajectory.IntVector;
import java.util.ArrayList;
import java.util.List;

/** Checks that a worker answered with one finite number for each state that was asked. */
final class StateReplies {

    private StateReplies() {}

    /** An item and its states; none: the last one. */
    record Asked(String id, IntVector states) {}

    /** What came for an item. */
    record Replied(String id, List<Double> numbers) {}

    /** The numbers, item by item. */
    static List<List<Double>> inOrder(String call, List<Asked> asked, List<Replied> replies) {
        if (replies.size() != asked.size()) {
            throw Failures.contract(
                    call,
                    "answers for %d sequences came for %d".formatted(replies.size(), asked.size()));
        }
        List<List<Double>> numbers = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            numbers.add(numbers(call, asked.get(i), replies.get(i)));
        }
        return List.copyOf(numbers);
    }

    private static List<Double> numbers(String call, Asked asked, Replied reply) {
        int expected = Math.max(1, asked.states().size());
        if (!reply.id().equals(asked.id()) || reply.numbers().size() != expected) {
            throw Failures.contract(call, asked.id() + " has not one number a state");
        }
        if (reply.numbers().stream().anyMatch(number -> !Double.isFinite(number))) {
            throw Failures.contract(call, asked.id() + " has a number that is not finite");
        }
        return List.copyOf(reply.numbers());
    }
}
