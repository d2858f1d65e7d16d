"""Every statement of the exchange room: sales lines, batches, exports."""
