"""Who sees and does what: runs, the command line, the web."""
