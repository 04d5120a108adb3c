/**
 * The command {@code study}: plans of methods by tokenizers by data fractions by epochs by seeds, how long each run of a
 * plan may take, the runs themselves, and what they say together. Single runs are in {@code io.splitmask.cli.run}. Start
 * at {@link io.splitmask.cli.study.StudyPlan} and {@link io.splitmask.cli.study.StudyRun}.
 */
@NullMarked
package io.splitmask.cli.study;

import org.jspecify.annotations.NullMarked;
