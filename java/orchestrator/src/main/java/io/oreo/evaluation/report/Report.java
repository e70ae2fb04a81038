package io.oreo.evaluation.report;

import io.oreo.evaluation.figures.Figures;
import io.oreo.evaluation.figures.ReportInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A report in three forms.
 *
 * @param json for programs; docs/report.md is its schema
 * @param html for people: one file that needs no other
 * @param terminal the table
 * @param digest SHA-256 of the results and of what they were made from, 64 digits; equal on every
 *     machine that computed the same
 */
public record Report(String json, String html, String terminal, String digest) {

    /** Works the report out. */
    public static Report of(ReportInput input) {
        Figures figures = Figures.ofRun(input);
        String digest = digest(input);
        return new Report(
                FigureJson.text(ReportJson.of(input, figures, digest)),
                new ReportPage(input, figures, digest).html(),
                new ReportTable(input, figures, digest).text(),
                digest);
    }

    /** The digest alone, which needs no figures. */
    static String digest(ReportInput input) {
        return sha256(ReportJson.results(input));
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
