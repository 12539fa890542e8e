//! The web edition, and the HTML and XHTML serializer that the EPUB edition uses too.
