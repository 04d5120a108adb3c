package io.splitmask.datasets;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;

/**
 * Offers the data sets that can be opened by name to applications that are wired by Guice, as a set of {@link
 * DataSetKind} in the order in which they are listed. Nothing else in this module needs Guice.
 */
public final class DatasetsModule extends AbstractModule {
    @Override
    protected void configure() {
        Multibinder<DataSetKind> kinds = Multibinder.newSetBinder(binder(), DataSetKind.class);
        for (DataSetKind kind : DataSetKind.values()) {
            kinds.addBinding().toInstance(kind);
        }
    }
}
