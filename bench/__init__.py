"""What the product costs, measured beside a stock grapple endpoint: `make bench`."""
