"""Every statement of the proof room: broken promises, and the trace of a figure."""
