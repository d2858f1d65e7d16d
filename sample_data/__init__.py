"""The sample shop: a small catalogue and the deterministic script that makes a year of its paper."""
