"""Programs around the product: set-up, the demo, and the virtual printer that demo and tests share."""
