"""Running the flow: here, or on a cluster."""
