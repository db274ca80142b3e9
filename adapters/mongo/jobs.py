"""Jobs in MongoDB: read, never written."""

from adapters.mongo.connection import JOBS, MongoClient, database_of, object_id, translated_errors
from adapters.mongo.documents import job_from
from application.ports import JobStore
from domain.job import JobDescription


class MongoJobStore(JobStore):
    """Reads the backend's `jobs`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._jobs = database_of(client)[JOBS]

    def get(self, job_id: str) -> JobDescription | None:
        """Return the job, or None where there is none of this id.

        Raises:
            UnprocessableError: there is one, and nobody could be screened against it.
            TransientError: the database is away.
        """
        key = object_id(job_id)
        if key is None:
            return None
        with translated_errors():
            document = self._jobs.find_one({"_id": key})
        return None if document is None else job_from(document)
