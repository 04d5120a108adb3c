/**
 * Writes {@code report.html}, the self-contained page that shows what a run did: results, samples, curves, settings. It
 * computes nothing about a run and reads no run folder; callers hand it plain records. Pages of pictures look the same. Start at {@link RunReport} for
 * what a page can show and at {@link ReportWriter} for writing it.
 */
@NullMarked
package io.splitmask.cli.report;

import org.jspecify.annotations.NullMarked;
