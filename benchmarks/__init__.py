"""What is measured, each against its peer or its limit, in one run. `make bench` prints the tables."""
