"""The analyses of processings in MongoDB: fields of their own on the same documents."""

from adapters.mongo.connection import MongoClient, object_id, processings_of, translated_errors
from application.ports import AnalysisStore


class MongoAnalysisStore(AnalysisStore):
    """Works on the analysis fields of the backend's `resumeprocessings`, and on no others."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents = processings_of(client)

    def fail(self, processing_id: str, *, error: str) -> bool:  # noqa: D102 - said by the port
        with translated_errors():
            result = self._documents.update_one(
                {"_id": object_id(processing_id), "analysisStatus": {"$in": ["queued", "processing"]}},
                {
                    "$set": {"analysisStatus": "failed", "analysisError": error},
                    "$currentDate": {"analysisCompletedAt": True, "updatedAt": True},
                },
            )
        return result.matched_count == 1
