//! Task graph, fingerprints, build database, reasons; knows nothing about books.
