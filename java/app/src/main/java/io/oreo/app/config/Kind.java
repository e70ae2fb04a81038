package io.oreo.app.config;

import java.util.Map;

/** What a key of a run file holds. */
sealed interface Kind {

    /** The kind in words, as it stands in messages. */
    String inWords();

    /** A text. */
    record Text() implements Kind {
        @Override
        public String inWords() {
            return "a text";
        }
    }

    /** A whole number that fits {@code bits}: 32 or 64. */
    record Whole(int bits) implements Kind {
        @Override
        public String inWords() {
            return "a whole number";
        }
    }

    /** A number. */
    record Real() implements Kind {
        @Override
        public String inWords() {
            return "a number";
        }
    }

    /** True or false. */
    record Flag() implements Kind {
        @Override
        public String inWords() {
            return "true or false";
        }
    }

    /** A list of texts. */
    record Texts() implements Kind {
        @Override
        public String inWords() {
            return "a list of texts";
        }
    }

    /** A table whose keys are not ours to know. */
    record FreeTable() implements Kind {
        @Override
        public String inWords() {
            return "a table";
        }
    }

    /** A table. */
    record Table(Map<String, Kind> keys) implements Kind {
        @Override
        public String inWords() {
            return "a table";
        }
    }

    /** Any value that is no table: of a key that others know. */
    record Any() implements Kind {
        @Override
        public String inWords() {
            return "a value";
        }
    }

    /** A list of tables of the same keys; open ones may have others as well. */
    record Tables(Table each, boolean open) implements Kind {
        @Override
        public String inWords() {
            return "a list of tables";
        }
    }
}
