package io.oreo.grading.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares two written answers and says only what is sure.
 *
 * <p>Equal texts in the one form of {@link MathText} are the same answer. Two numbers are compared
 * exactly, tuples and intervals part by part, sets without order; formulas whose values lie far
 * apart are different. Whether {@code (x+1)^2} is {@code x^2+2x+1}, or whether a list in another
 * order is the same list, is not decided here.
 */
public final class MathComparison {

    private static final Pattern CHOICE = Pattern.compile("\\(?([A-Za-z])\\)?");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,}");

    private MathComparison() {}

    /** Whether two answers, as they are written, are the same. */
    public static Decision compare(String answer, String reference) {
        if (Math.max(answer.length(), reference.length()) > MathText.LONGEST) {
            return answer.strip().equals(reference.strip()) ? Decision.SAME : Decision.UNSURE;
        }
        if (Currency.differ(answer, reference)) {
            return Decision.DIFFERENT;
        }
        String plain = MathStyle.plain(Choices.part(answer, reference));
        String plainReference = MathStyle.plain(Choices.part(reference, answer));
        Optional<Decision> measured =
                Clock.compare(plain, plainReference)
                        .or(() -> Measure.compare(plain, plainReference));
        if (measured.isPresent()) {
            return measured.get();
        }
        String one = Prepared.of(answer, reference);
        String other = Prepared.of(reference, answer);
        String left = MathText.normalise(one);
        String right = MathText.normalise(other);
        if (left.isEmpty() || right.isEmpty()) {
            return left.equals(right) ? Decision.SAME : Decision.DIFFERENT;
        }
        return decide(left, right);
    }

    /** A text that is equal for answers which are surely equal; votes go by it. */
    public static String canonical(String answer) {
        String text = MathText.normalise(answer);
        Optional<NumberText> number = NumberText.read(text);
        return number.map(read -> read.value().toString()).orElse(text);
    }

    static Decision decide(String left, String right) {
        if (left.equals(right)) {
            return Decision.SAME;
        }
        Optional<NumberText> one = NumberText.read(left);
        Optional<NumberText> other = NumberText.read(right);
        if (one.isPresent() && other.isPresent()) {
            return one.get().compare(other.get());
        }
        Optional<Decision> noted = Notation.compare(left, right);
        if (noted.isPresent()) {
            return noted.get();
        }
        String interval = Ranges.asIntervals(left);
        String otherInterval = Ranges.asIntervals(right);
        if (!interval.equals(left) != !otherInterval.equals(right)) {
            Decision ranges = decide(interval, otherInterval);
            return ranges == Decision.UNSURE && Ranges.endOtherwise(interval, otherInterval)
                    ? Decision.DIFFERENT
                    : ranges;
        }
        Decision words = words(left, right);
        if (words != Decision.UNSURE) {
            return words;
        }
        Decision parts = parts(left, right);
        return parts == Decision.UNSURE && Apart.surely(left, right) ? Decision.DIFFERENT : parts;
    }

    private static Decision words(String left, String right) {
        var choice = CHOICE.matcher(left);
        var otherChoice = CHOICE.matcher(right);
        if (choice.matches() && otherChoice.matches()) {
            String a = choice.group(1);
            String b = otherChoice.group(1);
            if (a.equals(b)) {
                return Decision.SAME;
            }
            return a.equalsIgnoreCase(b) ? Decision.UNSURE : Decision.DIFFERENT;
        }
        boolean bothWords = WORDS.matcher(left).matches() && WORDS.matcher(right).matches();
        return bothWords && left.toLowerCase(Locale.ROOT).equals(right.toLowerCase(Locale.ROOT))
                ? Decision.SAME
                : Decision.UNSURE;
    }

    private static Decision parts(String left, String right) {
        Optional<Listing> one = Listing.read(left);
        Optional<Listing> other = Listing.read(right);
        if (one.isEmpty() || other.isEmpty() || !one.get().sameBrackets(other.get())) {
            return Decision.UNSURE;
        }
        return one.get().isSet()
                ? unordered(one.get().parts(), other.get().parts())
                : ordered(one.get(), other.get());
    }

    private static Decision ordered(Listing left, Listing right) {
        boolean all = left.parts().size() == right.parts().size();
        boolean sure = left.isTuple();
        for (int i = 0; i < Math.min(left.parts().size(), right.parts().size()); i++) {
            Decision part =
                    decide(Sides.value(left.parts().get(i)), Sides.value(right.parts().get(i)));
            all &= part == Decision.SAME;
            sure &= part != Decision.UNSURE;
        }
        if (all) {
            return Decision.SAME;
        }
        return sure ? Decision.DIFFERENT : Decision.UNSURE;
    }

    private static Decision unordered(List<String> left, List<String> right) {
        List<String> rest = new ArrayList<>(right);
        for (String part : left) {
            int found = -1;
            for (int i = 0; i < rest.size() && found < 0; i++) {
                found = decide(part, rest.get(i)) == Decision.SAME ? i : -1;
            }
            if (found < 0) {
                return Decision.UNSURE;
            }
            rest.remove(found);
        }
        return rest.isEmpty() ? Decision.SAME : Decision.UNSURE;
    }
}
