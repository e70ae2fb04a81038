package io.oreo.evaluation.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.oreo.evaluation.statistics.Interval;
import io.oreo.evaluation.statistics.Spread;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * Figures as JSON: records by their components in snake case, and null for what is not a number,
 * for which JSON has no word. Methods that are keys too need a {@code @JsonPropertyOrder}: the JVM
 * lists them in any order.
 */
final class FigureJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(as(Interval.class, Estimate::of))
                                    .addSerializer(as(Spread.class, OverSeeds::of))
                                    .addSerializer(new Finite(Double.class))
                                    .addSerializer(new Finite(double.class)))
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private FigureJson() {}

    /** How an interval is written. */
    private record Estimate(double estimate, List<Double> interval95) {
        static Estimate of(Interval interval) {
            return new Estimate(interval.estimate(), bounds(interval));
        }
    }

    /** How a spread is written. */
    private record OverSeeds(int seeds, double mean, double deviation, List<Double> student95) {
        static OverSeeds of(Spread spread) {
            return new OverSeeds(
                    spread.count(),
                    spread.mean().estimate(),
                    spread.deviation(),
                    bounds(spread.mean()));
        }
    }

    static List<Double> bounds(Interval interval) {
        return List.of(interval.low(), interval.high());
    }

    /** The text, with a line's end after it. */
    static String text(Object document) {
        try {
            return MAPPER.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("figures cannot be written as JSON", unwritable);
        }
    }

    private static <T> StdDelegatingSerializer as(Class<T> type, Function<T, Object> form) {
        return new StdDelegatingSerializer(
                type,
                new StdConverter<T, Object>() {
                    @Override
                    public Object convert(T value) {
                        return form.apply(value);
                    }
                });
    }

    private static final class Finite extends StdSerializer<Double> {

        private static final long serialVersionUID = 1;

        Finite(Class<Double> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }
}
