package io.oreo.grading.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer beside the one it is compared with: the letter or the text of a choice, without its
 * looks, without a unit or words behind it, both branches where {@code \pm} stands for two answers.
 */
public final class Prepared {

    private static final String TEXT = "\\\\(?:text|mathrm|mbox|textrm)\\s*\\{[\\s~]*";
    private static final Pattern UNIT =
            Pattern.compile(
                    "(?<=[\\d})]|\\\\pi)[\\s~]*+"
                            + TEXT
                            + "([a-zA-Z][a-zA-Z'./\\- ]*(?:\\d[a-zA-Z ]*)?)\\}"
                            + "(?:\\^\\{?-?[23]\\}?)?[\\s.]*$");
    private static final Pattern ANGLE =
            Pattern.compile("(?<=\\\\pi)\\s*(?:rad(?:ians?)?)\\.?\\s*$");
    private static final Pattern SCALE =
            Pattern.compile(
                    "\\^\\s*\\{?\\s*\\\\circ\\s*\\}?\\s*(?:" + TEXT + ")?[CF]\\s*\\}?[\\s.]*$");
    private static final Pattern END = Pattern.compile("(?<=[^.\\s])[.;,:]\\s*$");
    private static final Pattern FOR_ALL =
            Pattern.compile(
                    "\\s*+,?\\s*+\\\\text\\s*+\\{\\s*for (?:all|every|any)(?: real|"
                            + " integer)?\\s*\\}\\s*[a-zA-Z]\\s*$");
    private static final Pattern ALONE = Pattern.compile("-?\\\\?\\$?\\d[\\d,]*+(?:\\.\\d+)?");

    /** Words around one number, without brackets and signs. */
    private static final Pattern PROSE =
            Pattern.compile(
                    "([a-zA-Z][a-zA-Z ,']*) (-?\\\\?\\$?\\d[\\d,]*+(?:\\.\\d+)?)"
                            + "((?: [a-zA-Z]{2,}+){0,4})\\.?");

    private static final Pattern WORDS = Pattern.compile("\\\\(?:text|mathrm|mbox)\\{([^{}]*)\\}");
    private static final Pattern BLANKS = Pattern.compile("[ ,']+");

    /** What stands right before the number in "Ann has 42 marbles". */
    private static final Set<String> VERBS =
            Meaning.words(
                    "is are was were be has have had needs need gets get got costs "
                            + "cost pays paid equals total exactly of takes took makes earns "
                            + "earned sold bought left remain remains answer number spent "
                            + "spends saved weighs");

    private static final Pattern ABOUT = Pattern.compile("^\\s*\\\\approx\\s*");
    private static final Pattern PLUS_MINUS = Pattern.compile("\\\\pm(?![a-zA-Z])\\s*");

    private Prepared() {}

    /** The text in the form in which both stages compare it. */
    public static String of(String text, String other) {
        if (text.length() > MathText.LONGEST) {
            return text;
        }
        String plain = MathStyle.plain(Choices.part(text, other));
        plain = ABOUT.matcher(plain).replaceFirst("");
        plain = FOR_ALL.matcher(plain).replaceFirst("");
        plain = withoutUnit(END.matcher(plain).replaceFirst(""));
        if (PLUS_MINUS.matcher(plain).find()
                && !plain.contains("\\mp")
                && !PLUS_MINUS.matcher(other).find()) {
            plain = branches(plain);
        }
        String words = WORDS.matcher(plain).replaceAll(" $1 ").replaceAll(" {2,}", " ").strip();
        Matcher prose = PROSE.matcher(words);
        boolean alone = ALONE.matcher(other.strip()).matches() && prose.matches();
        return alone && isStatement(prose.group(1), prose.group(3)) ? prose.group(2) : plain;
    }

    /** Whether words around a number say that this is it: "Ann has 42", but not "half of 42". */
    private static boolean isStatement(String before, String behind) {
        String[] words = BLANKS.split(before.strip(), -1);
        return VERBS.contains(words[words.length - 1])
                && !Meaning.changesBefore(before)
                && !Meaning.changesBehind(behind);
    }

    /** {@code \pm 3, 5} as {@code +3, -3, 5}; as it is where two signs stand in one part. */
    private static String branches(String text) {
        List<String> all = new ArrayList<>();
        for (String part : MathText.parts(text)) {
            long signs = PLUS_MINUS.matcher(part).results().count();
            if (signs > 1) {
                return text;
            }
            all.add(PLUS_MINUS.matcher(part).replaceAll("+").strip());
            if (signs == 1) {
                all.add(PLUS_MINUS.matcher(part).replaceAll("-").strip());
            }
        }
        return String.join(", ", all);
    }

    private static String withoutUnit(String text) {
        Matcher unit = UNIT.matcher(text);
        boolean found = unit.find() && !Meaning.changesBehind(unit.group(1));
        String plain = found ? text.substring(0, unit.start()) : text;
        plain = SCALE.matcher(plain).replaceFirst("");
        return ANGLE.matcher(plain).replaceFirst("");
    }
}
