package io.oreo.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property a seed that follows from its name, so that a test has one verdict. With
 * {@code -Doreo.fuzz.seed=N} ({@code make fuzz}) it follows from N as well.
 */
public final class FixedSeeds implements AroundPropertyHook {

    /** Names the search that draws other examples. */
    public static final String SYSTEM_PROPERTY = "oreo.fuzz.seed";

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        if (context.attributes().seed().isEmpty()) {
            context.attributes().setSeed(Long.toString(seed(context)));
        }
        return property.execute();
    }

    private static long seed(PropertyLifecycleContext context) {
        String name = context.containerClass().getName() + "/" + context.targetMethod().getName();
        return (System.getProperty(SYSTEM_PROPERTY, "") + "/" + name).hashCode();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    /** Outermost, so that the seed stands before anything is drawn. */
    @Override
    public int aroundPropertyProximity() {
        return -100;
    }
}
