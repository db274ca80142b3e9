"""Quality in figures: on the project's own benchmark, and on labelled data from elsewhere."""
