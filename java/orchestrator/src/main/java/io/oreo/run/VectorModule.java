package io.oreo.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.oreo.trajectory.IntVector;
import java.io.IOException;

/** Writes vectors of ints as JSON arrays. */
final class VectorModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    VectorModule() {
        addSerializer(IntVector.class, new Writer());
        addDeserializer(IntVector.class, new Reader());
    }

    private static final class Writer extends JsonSerializer<IntVector> {
        @Override
        public void serialize(IntVector value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeArray(value.toArray(), 0, value.size());
        }
    }

    private static final class Reader extends JsonDeserializer<IntVector> {
        @Override
        public IntVector deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            return IntVector.of(json.readValueAs(int[].class));
        }
    }
}
