"""Takes one of the worker's guards away in each Python process that has this folder on its path."""

import os

from tests.resilience.mutations import MUTATIONS, SETTING

MUTATIONS[os.environ[SETTING]]()
