"""The specification of the product, a folder per package; conftest.py names the fixtures."""
