package io.oreo.task;

import io.oreo.task.ArithmeticTask.AnswerForm;
import java.util.SplittableRandom;

/**
 * Writes worked solutions that contain mistakes, as real demonstrations do: a product comes out one
 * too high with a fixed chance, and the later steps follow from the wrong value.
 *
 * @param multiplicationError chance that a product is wrong, 0 to 1
 * @param form what the last line says
 */
record ErringTeacher(double multiplicationError, AnswerForm form) {

    /** One who makes no mistake. */
    static ErringTeacher faultless(AnswerForm form) {
        return new ErringTeacher(0, form);
    }

    /** A line a step, {@code 3+4=7}, and the answer in the last line, {@code A: 7}. */
    String solution(Chain chain, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int position = chain.start();
        for (Chain.Move move : chain.moves()) {
            int next = move.apply(position, chain.modulus());
            if (move.kind() == Chain.Kind.MULTIPLY && random.nextDouble() < multiplicationError) {
                next = (next + 1) % chain.modulus();
            }
            text.append(position).append(move.formula()).append('=').append(next).append('\n');
            position = next;
        }
        return text.append("A: ").append(form.of(position)).toString();
    }
}
