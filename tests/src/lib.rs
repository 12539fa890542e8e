//! Whole-book tests, conformance suites and hostile inputs.
