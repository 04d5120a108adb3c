package io.splitmask.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens backends. */
public final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private Backends() {}

    /** Lists the installed providers, looking in the context class loader and in this library's own. */
    public static List<BackendProvider> installed() {
        Map<String, BackendProvider> byClass = new LinkedHashMap<>();
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(Backends.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            for (BackendProvider provider : ServiceLoader.load(BackendProvider.class, loader)) {
                byClass.putIfAbsent(provider.getClass().getName(), provider);
            }
        }
        return List.copyOf(byClass.values());
    }

    /**
     * Opens the backend of that name.
     *
     * @throws BackendException if it is not installed or not available, with the remedy
     */
    public static Backend open(String name, BackendConfig config) {
        return select(name, installed()).open(config);
    }

    /**
     * Opens the available backend of the highest priority and logs the choice.
     *
     * @throws BackendException if none is available or two share the highest priority
     */
    public static Backend openBest(BackendConfig config) {
        return best(installed()).open(config);
    }

    /**
     * Returns the provider of that name, for callers that look at its devices before opening it.
     *
     * @throws BackendException if it is not among the installed or not available, with the remedy
     */
    public static BackendProvider select(String name, List<BackendProvider> installed) {
        for (BackendProvider provider : installed) {
            if (provider.name().equals(name)) {
                Availability availability = provider.availability();
                if (!availability.available()) {
                    throw new BackendException("backend '" + name + "' cannot run: " + availability.reason() + "; "
                            + availability.remedy());
                }
                return provider;
            }
        }
        throw new BackendException("no backend '" + name + "' on the class path; installed: " + names(installed)
                + "; add the artifact io.splitmask:backend-" + name);
    }

    /**
     * Returns the available provider of the highest priority and logs the choice.
     *
     * @throws BackendException if none is available or two share the highest priority
     */
    public static BackendProvider best(List<BackendProvider> installed) {
        List<BackendProvider> available = installed.stream()
                .filter(provider -> provider.availability().available())
                .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
                .toList();
        if (available.isEmpty()) {
            throw new BackendException("no backend is available; installed: " + names(installed)
                    + "; add io.splitmask:backend-djl or io.splitmask:backend-dl4j");
        }
        BackendProvider first = available.get(0);
        if (available.size() > 1 && available.get(1).priority() == first.priority()) {
            throw new BackendException("backends of equal priority: " + names(available) + "; name one of them");
        }
        if (available.size() > 1) {
            LOG.info("backend {} chosen among {}", first.name(), names(available));
        }
        return first;
    }

    private static String names(List<BackendProvider> providers) {
        return providers.isEmpty()
                ? "none"
                : providers.stream().map(BackendProvider::name).sorted().collect(Collectors.joining(", "));
    }
}
