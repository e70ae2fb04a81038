package io.oreo.alfworld.text;

/**
 * A thing that texts can name.
 *
 * @param id its name in the task
 * @param type its exact type
 * @param name what the player reads, e.g. {@code mug 1}
 * @param definite the definite article
 * @param indefinite the indefinite article
 */
public record Entity(String id, String type, String name, String definite, String indefinite) {

    /** The attributes that an expression can ask for. */
    public enum Attribute {
        ID,
        TYPE,
        NAME,
        DEFINITE,
        INDEFINITE
    }

    String attribute(Attribute attribute) {
        return switch (attribute) {
            case ID -> id;
            case TYPE -> type;
            case NAME -> name;
            case DEFINITE -> definite;
            case INDEFINITE -> indefinite;
        };
    }
}
