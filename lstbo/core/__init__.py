"""Words everyone shares: money, quantities, periods, clock, errors, text. Imports nothing of ours."""
