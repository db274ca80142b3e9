"""The fast embedder, in OpenVINO."""

from adapters.openvino_minilm.embedder import OpenVinoEmbedder, prepare_openvino_model
from adapters.openvino_minilm.graph import UnknownModelError

__all__ = ["OpenVinoEmbedder", "UnknownModelError", "prepare_openvino_model"]
