package io.splitmask.tck.golden;

class GoldenHostTest extends GoldenHostSuite {}
