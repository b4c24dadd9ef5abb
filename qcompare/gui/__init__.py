"""The window: Qt widgets over one Collation. Nothing here is needed by the command line."""
