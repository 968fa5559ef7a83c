"""What Ringfence decides: flows, rules, the engine and their content. Pure: no clock, no randomness, no I/O."""
