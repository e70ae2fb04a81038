package io.oreo.dataset;

/** Why an attempt is not used. */
public enum DropReason {
    NOT_JSON("not JSON", "write one JSON object on each line"),
    MISSING_FIELD(
            "a field is missing or has another type",
            "name the format and the fields of the file, or add the field"),
    BAD_TEXT("a text is not valid Unicode", "write the file as UTF-8 without lone surrogates"),
    EMPTY_RESPONSE("the response is empty", "remove the row or give it a response"),
    BAD_REWARD("the reward is missing or no finite number", "write a number, true or false"),
    TOO_LONG("longer than the limit", "raise the limit on tokens or shorten the row"),
    NOT_PREFIX_PRESERVING(
            "the chat template changes earlier tokens",
            "use a template that only appends, or import with --plain"),
    TEMPLATE_REFUSED(
            "the chat template is missing or refuses the row",
            "use a model with a chat template for these roles, or import with --plain"),
    LEFT_OUT(
            "the chat template leaves out what the policy wrote",
            "use a model whose template writes tool calls and thoughts, or import with --plain"),
    NOT_ENCODABLE("the tokenizer gives no usable tokens", "look at the row and the tokenizer"),
    BROKEN("the attempt is broken", "see the reason stored with the attempt");

    private final String text;
    private final String mend;

    DropReason(String text, String mend) {
        this.text = text;
        this.mend = mend;
    }

    /** What happened, in words. */
    public String text() {
        return text;
    }

    /** How to mend it. */
    public String mend() {
        return mend;
    }
}
