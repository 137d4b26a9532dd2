"""The command line: a lazy group, one file a command, no logic of its own."""
