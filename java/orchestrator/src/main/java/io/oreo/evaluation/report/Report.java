package io.oreo.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /** Works the report out. */
    public static Report of(ReportInput input) {
        Figures figures = Figures.of(input);
        String digest = digest(input);
        return new Report(
                text(JSON, new ReportJson(input, figures).document(digest)) + "\n",
                new ReportPage(input, figures, digest).html(),
                new ReportTable(input, figures, digest).text(),
                digest);
    }

    /** The digest alone, which needs no figures. */
    static String digest(ReportInput input) {
        return sha256(text(CANONICAL, ReportJson.results(input)));
    }

    static String text(JsonMapper mapper, ObjectNode node) {
        try {
            return mapper.writeValueAsString(node);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("the report cannot be written as JSON", unwritable);
        }
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
