"""The language model of a worker that has none: every call is refused, with the reason."""

from typing import Never

from application.analysis_ports import LanguageModel
from application.analysis_prompt import Prompt
from application.errors import RefusedCallError

NOT_SET_UP = "Deep analysis is not set up on this worker."


class NoLanguageModel(LanguageModel):
    """Answers nothing."""

    @property
    def model(self) -> str:
        """Say that there is none."""
        return "none"

    def answer(self, prompt: Prompt) -> Never:
        """Refuse."""
        del prompt
        raise RefusedCallError(NOT_SET_UP)
