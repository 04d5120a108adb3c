package io.splitmask.spi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds and opens backends. */
public final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    private static final int MAX_FAILURES = 100;

    private Backends() {}

    /**
     * Lists the installed providers, looking in the context class loader and in this library's own. One that cannot be
     * loaded is left out with a warning, so that it does not keep the others from being used.
     */
    public static List<BackendProvider> installed() {
        Map<String, BackendProvider> byClass = new LinkedHashMap<>();
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(Backends.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            for (BackendProvider provider : loadable(ServiceLoader.load(BackendProvider.class, loader))) {
                byClass.putIfAbsent(provider.getClass().getName(), provider);
            }
        }
        return List.copyOf(byClass.values());
    }

    private static List<BackendProvider> loadable(ServiceLoader<BackendProvider> services) {
        List<BackendProvider> providers = new ArrayList<>();
        Iterator<BackendProvider> next = services.iterator();
        int failures = 0;
        while (true) {
            try {
                if (!next.hasNext()) {
                    return providers;
                }
                providers.add(next.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("backend provider left out: {}", e.toString());
                // An iterator may fail again and again at the same place.
                if (++failures == MAX_FAILURES) {
                    return providers;
                }
            }
        }
    }

    /**
     * Opens the backend of that name.
     *
     * @throws BackendException if it is not installed, not available or does not offer the precision, with the remedy
     */
    public static Backend open(String name, BackendConfig config) {
        return open(select(name, installed()), config);
    }

    /**
     * Opens the available backend of the highest priority and logs the choice.
     *
     * @throws BackendException if none is available, two share the highest priority, or it does not offer the precision
     */
    public static Backend openBest(BackendConfig config) {
        return open(best(installed()), config);
    }

    /**
     * Opens the backend of a provider.
     *
     * @throws BackendException if the provider does not offer the precision, with those that it offers, or if it does
     *     not open
     */
    public static Backend open(BackendProvider provider, BackendConfig config) {
        Set<Precision> offered = provider.precisions();
        if (!offered.contains(config.precision())) {
            throw new BackendException("backend '" + provider.name() + "' does not compute in " + config.precision()
                    + ", only in " + joined(offered.stream().map(Precision::toString))
                    + "; leave out --precision or take an engine that offers " + config.precision());
        }
        return provider.open(config);
    }

    /**
     * Returns the provider of that name, for callers that look at its devices before opening it.
     *
     * @throws BackendException if it is not among the installed, twice among them, or not available, with the remedy
     */
    public static BackendProvider select(String name, List<BackendProvider> installed) {
        List<BackendProvider> named = installed.stream()
                .filter(provider -> provider.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw new BackendException("no backend '" + name + "' on the class path; installed: " + names(installed)
                    + "; add the artifact io.splitmask:backend-" + name);
        }
        BackendProvider provider = named.get(0);
        if (named.size() > 1) {
            throw new BackendException("expected one backend '" + name + "' on the class path, got "
                    + named.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(" and "))
                    + "; remove one of them");
        }
        Availability availability = provider.availability();
        if (!availability.available()) {
            throw new BackendException("backend '" + name + "' cannot run: " + why(availability));
        }
        return provider;
    }

    private static String why(Availability availability) {
        return availability.reason() + "; " + availability.remedy();
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
        if (installed.isEmpty()) {
            throw new BackendException(
                    "no backend on the class path; add io.splitmask:backend-djl or io.splitmask:backend-dl4j");
        }
        if (available.isEmpty()) {
            throw new BackendException("no backend can run here: "
                    + installed.stream()
                            .map(provider -> provider.name() + " (" + why(provider.availability()) + ")")
                            .sorted()
                            .collect(Collectors.joining(", ")));
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
        return providers.isEmpty() ? "none" : joined(providers.stream().map(BackendProvider::name));
    }

    private static String joined(Stream<String> names) {
        return names.sorted().collect(Collectors.joining(", "));
    }
}
