"""Redis and RQ: the backend's jobs as they come, worked through by stock RQ with its weak points mended."""
