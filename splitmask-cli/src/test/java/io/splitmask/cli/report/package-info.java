/** Tests of the report page. */
@org.jspecify.annotations.NullMarked
package io.splitmask.cli.report;
