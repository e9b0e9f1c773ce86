"""Pages of those who send observers: upload a list, follow requests, appeal; everything a key can do, by hand."""
