"""Running the flow: an engine is one function from a kernel and tasks to answers, in their order."""
