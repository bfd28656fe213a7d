"""Who a document is about: numbers and the authorities that gave them, and who was merged into whom."""
