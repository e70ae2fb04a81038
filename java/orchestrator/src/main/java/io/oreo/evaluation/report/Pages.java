package io.oreo.evaluation.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/**
 * Pages from the templates in {@code src/main/jte}, which the build compiles into this package:
 * nothing is compiled or looked for when a page is made, and every text is escaped for its place.
 */
final class Pages {

    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Pages.class.getClassLoader(),
                    Pages.class.getPackageName());

    private Pages() {}

    /** The page that a template makes of its one parameter. */
    static String of(String template, Object parameter) {
        StringOutput page = new StringOutput();
        ENGINE.render(template, parameter, page);
        return page.toString();
    }
}
