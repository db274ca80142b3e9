"""Settings of the whole suite."""

import os

from hypothesis import settings

# A gate must give the same answer twice; on a developer's machine every run tries something new.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
