package io.splitmask.cli.study;

/** What the table of a study is about. */
enum StudyView {
    /** A row for each combination: the study's tables 1, 2 and 6, and its figures. */
    TABLE,
    /** What each part of SplitMask brings and costs: table 8. */
    ABLATION
}
