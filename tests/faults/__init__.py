"""`make faults`: the real bot, in processes of its own, beside a Slack, a disk and a clock that fail. What is promised is counted."""
