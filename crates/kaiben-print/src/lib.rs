//! The print edition: model to Typst to PDF, the page map, and checks of the laid-out pages.
