package io.oreo.grading.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value with a unit, or several that add up: {@code 5 ft 6 in}. Two measures are the same if they
 * are the same amount of the same thing; {@code 3 hours} are 180 minutes and not 3 minutes.
 *
 * @param value what stands before the unit; of several the sum in the first one's unit
 * @param amount the value as a number, if it is one
 * @param parts how many values are added
 */
record Measure(String value, Optional<NumberText> amount, Units unit, int parts) {

    private static final String TEXT = "\\\\(?:text(?:rm|bf|it|normal)?|mathrm|mbox|operatorname)";
    private static final Pattern WORDS = Pattern.compile(TEXT + "\\s*\\{([^{}]*)\\}");

    /** A formula and the unit behind it, which stands in a command for text. */
    private static final Pattern FORMULA =
            Pattern.compile("(.*[\\d})a-zA-Z])[\\s~]*" + TEXT + "\\s*\\{([^{}]*)\\}(.*)");

    private static final Pattern NUMBER =
            Pattern.compile(
                    "\\s*+([-+]?\\d[\\d,]*+(?:\\.\\d++)?+(?:/\\d++)?+"
                            + "|\\\\frac\\{\\d++\\}\\{\\d++\\})");

    private static final Pattern UNIT =
            Pattern.compile(
                    "[\\s~]*+((?:[a-zA-Z]++(?:\\^\\{?-?[1-9]\\}?|[23](?![\\d.]*\\s?[a-zA-Z]))?+"
                            + "|[ ./*]|\\\\cdot)+)[\\s,]*+");
    private static final Pattern JOINT = Pattern.compile("(?:^|\\s)and\\s*$");
    private static final Pattern DOLLARS = Pattern.compile("-?\\\\?\\$(\\d[\\d,]*+(?:\\.\\d+)?)");
    private static final Pattern MAY_BE = Pattern.compile("[a-zA-Z]|\\d'");
    private static final int LONGEST = 200;

    private static final String DEGREE = "\\^\\s*\\{?\\s*\\\\circ\\s*\\}?\\s*";
    private static final String SCALE = "(?:\\\\(?:text|mathrm)\\s*\\{\\s*)?";

    /** Scales of temperature; signs of degrees, minutes and seconds of an angle. */
    private static final List<Sign> SIGNS =
            List.of(
                    Sign.of(DEGREE + SCALE + "C\\b\\}?", "celsius"),
                    Sign.of(DEGREE + SCALE + "F\\b\\}?", "fahrenheit"),
                    Sign.of(DEGREE, "degree"),
                    Sign.of("(?<=\\d)\\s*(?:''|\"|\\^\\{?\\\\prime\\\\prime\\}?)", "arcsecond"),
                    Sign.of("(?<=\\d)\\s*(?:'|\\^\\{?\\\\prime\\}?)", "arcminute"));

    private static final Pattern MINUTES = Pattern.compile("\\d'");

    private record Sign(Pattern pattern, String unit) {

        static Sign of(String pattern, String unit) {
            return new Sign(Pattern.compile(pattern), " " + unit + " ");
        }
    }

    /** Reads a text that has been through {@link MathStyle}. */
    static Optional<Measure> read(String text) {
        Matcher dollars = DOLLARS.matcher(text);
        if (dollars.matches()) {
            String sign = text.startsWith("-") ? "-" : "";
            return Units.read("dollar").map(unit -> of(sign + dollars.group(1), unit, 1));
        }
        if (text.length() > LONGEST || !MAY_BE.matcher(text).find()) {
            return Optional.empty();
        }
        String signs = text.strip();
        if (text.contains("\\circ") || MINUTES.matcher(text).find()) {
            for (Sign sign : SIGNS) {
                signs = sign.pattern.matcher(signs).replaceAll(sign.unit);
            }
        }
        String plain = WORDS.matcher(signs.replace("\\ ", " ")).replaceAll(" $1").strip();
        return sum(plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain)
                .or(() -> formula(text));
    }

    private static Measure of(String value, Units unit, int parts) {
        return new Measure(value, NumberText.read(value), unit, parts);
    }

    /** One number with a unit or several of one kind. */
    private static Optional<Measure> sum(String text) {
        List<Measure> parts = new ArrayList<>();
        Matcher number = NUMBER.matcher(text);
        Matcher words = UNIT.matcher(text);
        for (int at = 0; at < text.length(); at = words.end()) {
            if (!number.region(at, text.length()).lookingAt()
                    || !words.region(number.end(), text.length()).lookingAt()) {
                return Optional.empty();
            }
            String named = JOINT.matcher(words.group(1)).replaceFirst("").strip();
            Optional<Measure> part = Units.read(named).map(unit -> of(number.group(1), unit, 1));
            boolean fits =
                    part.filter(one -> one.amount.isPresent())
                            .filter(one -> parts.isEmpty() || one.isFinerThan(parts.getLast()))
                            .isPresent();
            if (!fits) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        if (parts.size() < 2) {
            return parts.stream().findFirst();
        }
        Rational total = Rational.of(0);
        for (Measure part : parts) {
            total = total.plus(part.exact().over(parts.get(0).unit.size()));
        }
        return Optional.of(of(total.toString(), parts.get(0).unit, parts.size()));
    }

    private static Optional<Measure> formula(String text) {
        Matcher found = FORMULA.matcher(text.strip().replaceAll("\\.$", ""));
        if (!found.matches()) {
            return Optional.empty();
        }
        return Units.read((found.group(2) + found.group(3)).strip())
                .map(unit -> of(MathText.normalise(found.group(1)), unit, 1));
    }

    /** Whether it goes on where another one ends: the inches behind the feet. */
    private boolean isFinerThan(Measure other) {
        return unit.sameKinds(other.unit) && unit.size().compareTo(other.unit.size()) < 0;
    }

    /** In the smallest unit of its kind. */
    private Rational exact() {
        return amount.orElseThrow().value().times(unit.size());
    }

    /** The decision, where both are measures or one adds several. */
    static Optional<Decision> compare(String left, String right) {
        Optional<Measure> one = read(left);
        Optional<Measure> other = read(right);
        if (one.isPresent() && other.isPresent()) {
            return one.get().compare(other.get());
        }
        boolean several =
                one.filter(measure -> measure.parts > 1).isPresent()
                        || other.filter(measure -> measure.parts > 1).isPresent();
        return several ? Optional.of(Decision.DIFFERENT) : Optional.empty();
    }

    private Optional<Decision> compare(Measure other) {
        if (!unit.sameKinds(other.unit)) {
            return Optional.of(Decision.DIFFERENT);
        }
        boolean sameUnit = unit.size().compareTo(other.unit.size()) == 0;
        if (amount.isEmpty() || other.amount.isEmpty()) {
            Decision values = MathComparison.decide(inUnits(sameUnit), other.inUnits(sameUnit));
            boolean lost = values == Decision.UNSURE && !sameUnit;
            return Optional.of(lost ? Decision.DIFFERENT : values);
        }
        if (sameUnit && parts == 1 && other.parts == 1) {
            return Optional.of(amount.get().compare(other.amount.get()));
        }
        boolean same = exact().compareTo(other.exact()) == 0;
        return Optional.of(same ? Decision.SAME : Decision.DIFFERENT);
    }

    private String inUnits(boolean sameUnit) {
        return sameUnit ? value : "(" + value + ")*(" + unit.size() + ")";
    }
}
