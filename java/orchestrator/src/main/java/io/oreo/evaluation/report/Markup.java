package io.oreo.evaluation.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/** Markup that a page takes as it is: whoever made it has escaped the texts in it. */
record Markup(String text) implements Content {

    static final Markup NONE = new Markup("");

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent(text);
    }

    @Override
    public boolean isEmptyContent() {
        return text.isEmpty();
    }
}
