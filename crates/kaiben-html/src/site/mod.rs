//! The static web site.
