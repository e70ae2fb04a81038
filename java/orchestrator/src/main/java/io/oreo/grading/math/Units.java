package io.oreo.grading.math;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A unit of measure: {@code cm}, {@code square feet}, {@code km/h}, {@code dollars per hour}.
 *
 * @param size in the smallest unit of each kind
 * @param kinds length, time, money, ..., each with its power
 */
record Units(Rational size, Map<String, Integer> kinds) {

    /** Names, kind and size in the kind's smallest unit; an inch is 25.4 mm exactly. */
    private static final String[] TABLE = {
        "mm millimeter millimetre:length:1",
        "cm centimeter centimetre:length:10",
        "dm decimeter decimetre:length:100",
        "m meter metre:length:1000",
        "km kilometer kilometre:length:1000000",
        "in inch inche:length:127/5",
        "ft foot feet:length:1524/5",
        "yd yard:length:4572/5",
        "mi mile:length:1609344",
        "mg milligram:mass:1",
        "g gram:mass:1000",
        "kg kilogram:mass:1000000",
        "oz ounce:mass:45359237/1600",
        "lb pound:mass:45359237/100",
        "s sec second:time:1",
        "min minute:time:60",
        "h hr hour:time:3600",
        "day:time:86400",
        "week wk:time:604800",
        "month:months:1",
        "year yr:months:12",
        "decade:months:120",
        "century centurie:months:1200",
        "cup:gallons:1",
        "pint pt:gallons:2",
        "quart qt:gallons:4",
        "gallon gal:gallons:16",
        "cent:money:1",
        "nickel:money:5",
        "dime:money:10",
        "dollar:money:100",
        "euro:euros:1",
        "arcsecond:angle:1",
        "arcminute:angle:60",
        "degree deg:angle:3600",
        "radian rad:radians:1",
        "celsius:celsius:1",
        "fahrenheit:fahrenheit:1",
        "n newton:force:1",
        "j joule:energy:1",
        "w watt:power:1",
    };

    /** Volumes and speeds that have names of their own. */
    private static final String[][] COMPOUND = {
        {"ml", "cubic cm"},
        {"milliliter", "cubic cm"},
        {"millilitre", "cubic cm"},
        {"cc", "cubic cm"},
        {"l", "cubic dm"},
        {"liter", "cubic dm"},
        {"litre", "cubic dm"},
        {"mph", "mile per hour"},
        {"kph", "km per hour"},
        {"kmh", "km per hour"},
    };

    private static final Pattern TOKEN =
            Pattern.compile("\\s*+(?:([a-zA-Z]++)\\.?+(?:\\^?\\{?(-?[1-9])\\}?)?|([/*]|\\\\cdot))");
    private static final int LONGEST = 60;
    private static final Map<String, Units> NAMED = named();

    private static Map<String, Units> named() {
        Map<String, Units> named = new HashMap<>();
        for (String line : TABLE) {
            String[] columns = line.split(":", -1);
            Rational size = Formula.value(columns[2], ExactArithmetic.INSTANCE).orElseThrow();
            for (String name : columns[0].split(" ", -1)) {
                named.put(name, new Units(size, Map.of(columns[1], 1)));
            }
        }
        for (String[] pair : COMPOUND) {
            named.put(pair[0], read(pair[1], named).orElseThrow());
        }
        return Map.copyOf(named);
    }

    /** The unit, if every word of the text is known. */
    static Optional<Units> read(String text) {
        return text.length() > LONGEST ? Optional.empty() : read(text, NAMED);
    }

    private static Optional<Units> read(String text, Map<String, Units> named) {
        Units product = new Units(Rational.of(1), Map.of());
        int sign = 1;
        int next = 1;
        boolean any = false;
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!token.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            at = token.end();
            String word = token.group(1) == null ? token.group(3) : token.group(1);
            switch (word.toLowerCase(Locale.ROOT)) {
                case "/", "per" -> sign = -1;
                case "*", "\\cdot" -> sign = 1;
                case "square", "sq" -> next = 2;
                case "cubic", "cu" -> next = 3;
                case "squared", "cubed" -> {
                    return Optional.empty();
                }
                default -> {
                    @Nullable Units unit = one(word, named);
                    if (unit == null) {
                        return Optional.empty();
                    }
                    String power = token.group(2);
                    int times = power == null ? next : Integer.parseInt(power);
                    product = product.times(unit, sign * times);
                    next = 1;
                    any = true;
                }
            }
        }
        return any && next == 1 ? Optional.of(product) : Optional.empty();
    }

    private static @Nullable Units one(String word, Map<String, Units> named) {
        String small = word.toLowerCase(Locale.ROOT);
        @Nullable Units unit = named.get(small);
        boolean plural = unit == null && small.length() > 2 && small.endsWith("s");
        return plural ? named.get(small.substring(0, small.length() - 1)) : unit;
    }

    private Units times(Units other, int power) {
        Map<String, Integer> sum = new TreeMap<>(kinds);
        other.kinds.forEach((kind, own) -> sum.merge(kind, own * power, Integer::sum));
        sum.values().removeIf(own -> own == 0);
        return new Units(size.times(other.size.power(power)), Map.copyOf(sum));
    }

    boolean sameKinds(Units other) {
        return kinds.equals(other.kinds);
    }
}
