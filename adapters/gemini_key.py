"""Whether a key is good for a model of Google's Gemini API, without generating anything."""

import httpx

from application.errors import TransientError

_SECONDS = 10.0
_OK = 200


def check_key(base_url: str, key: str, model: str) -> None:
    """Ask for the description of the model, which costs nothing.

    Args:
        base_url: of the API, without version.
        key: sent in a header, so that no log of addresses holds it.
        model: name without `models/`.

    Raises:
        TransientError: the key or the model is refused, or the API does not answer; the message names
            neither the key nor what was answered.
    """
    url = f"{base_url.rstrip('/')}/v1beta/models/{model}"
    try:
        answer = httpx.get(url, headers={"x-goog-api-key": key}, timeout=_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TransientError(f"the Gemini API does not answer ({type(error).__name__})") from error
    if answer.status_code != _OK:
        raise TransientError(f"the Gemini API refuses key or model (status {answer.status_code})")
