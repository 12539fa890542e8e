//! The Plugin trait, the order of plugins, and the wire protocol of external plugins.
