package io.splitmask.method;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;

/**
 * Offers the methods to applications that are wired by Guice, as a set of {@link MethodEntry}; an application adds its
 * own to the same set. Nothing else in this module needs Guice.
 */
public final class CoreModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder<MethodEntry> methods = Multibinder.newSetBinder(binder(), MethodEntry.class);
        Methods.known().forEach(method -> methods.addBinding().toInstance(method));
    }
}
