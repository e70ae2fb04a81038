package io.oreo.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of a benchmark: one JSON object a line, compressed if its name ends in {@code .gz}.
 *
 * @param questions in the order of the file
 * @param digest SHA-256 of the file
 */
record QuestionFile(List<Question> questions, String digest) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads a file of this benchmark.
     *
     * @param folder the data folder, which holds a folder of the benchmark's name
     * @param names names the file may have
     * @param part word that its questions' ids begin with
     * @throws TaskException if there is none, or a line cannot be used
     */
    static QuestionFile read(Benchmark benchmark, Path folder, List<String> names, String part) {
        Path place = folder.resolve(benchmark.label());
        Path file =
                names.stream()
                        .map(place::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElse(place.resolve(names.getFirst()));
        String mend =
                "`./oreo data fetch %s --into %s` brings it".formatted(benchmark.label(), folder);
        try {
            byte[] content = Files.readAllBytes(file);
            List<Question> questions = new Lines(benchmark, file, part, mend).read(content);
            return new QuestionFile(questions, ContentKey.of(content));
        } catch (NoSuchFileException missing) {
            throw new TaskException("the file %s is missing; %s".formatted(file, mend), missing);
        } catch (IOException unreadable) {
            throw new TaskException(
                    "the file %s cannot be read (%s)".formatted(file, unreadable), unreadable);
        }
    }

    private record Lines(Benchmark benchmark, Path file, String part, String mend) {

        List<Question> read(byte[] content) {
            List<Question> questions = new ArrayList<>();
            int number = 1;
            try (BufferedReader lines = open(content)) {
                for (String line; (line = lines.readLine()) != null; number++) {
                    if (!line.isBlank()) {
                        questions.add(question(line, number));
                    }
                }
            } catch (IOException damaged) {
                throw broken(number, "it cannot be decoded (%s)".formatted(damaged), damaged);
            }
            if (questions.isEmpty()) {
                throw broken(number, "there is no question in it", null);
            }
            return List.copyOf(questions);
        }

        private BufferedReader open(byte[] content) throws IOException {
            InputStream plain = new ByteArrayInputStream(content);
            boolean packed = file.toString().endsWith(".gz");
            return new BufferedReader(
                    new InputStreamReader(
                            packed ? new GZIPInputStream(plain) : plain,
                            StandardCharsets.UTF_8.newDecoder()));
        }

        private Question question(String line, int number) {
            try {
                JsonNode json = JSON.readTree(line);
                if (!json.isObject()) {
                    throw new Benchmark.Unreadable("it is no JSON object");
                }
                return benchmark.read(json, part + "/" + number);
            } catch (JsonProcessingException invalid) {
                throw broken(
                        number,
                        "it is no JSON (%s)".formatted(invalid.getOriginalMessage()),
                        invalid);
            } catch (Benchmark.Unreadable useless) {
                throw broken(number, String.valueOf(useless.getMessage()), useless);
            }
        }

        private TaskException broken(int number, String why, @Nullable Throwable cause) {
            String text =
                    "line %d of %s cannot be used: %s; %s afresh"
                            .formatted(number, file, why, mend);
            return cause == null ? new TaskException(text) : new TaskException(text, cause);
        }
    }
}
