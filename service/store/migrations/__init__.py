"""The steps by which a database came to its present form; a step that was released is never changed."""
