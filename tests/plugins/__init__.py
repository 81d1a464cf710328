"""What the tests stand on: size, seed, PostgreSQL and a browser; and the honest account of what did not run."""
