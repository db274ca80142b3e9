"""What must be true when everything is at rest, looked up in the database and in its own log of changes.

How often an outcome was committed is not asked of the product: MongoDB's change stream, read from the first
write on once all is over, tells every change of every document.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bson import ObjectId, Timestamp, json_util
from pymongo.database import Database

SETTLED: Final = frozenset({"completed", "failed"})
# What may change in a document that is settled: its place, and what became of its report.
_LATER: Final = frozenset({"rank", "rankingStatus", "batchAccounted", "updatedAt"})
_LATER_OF_WORKER: Final = ("worker.report", "worker.rank")
_LEASE: Final = frozenset({"worker.leaseUntil"})
# What differs from one run to the next: names, dates, places (judged apart) and who was first of twins.
_OF_THE_RUN: Final = frozenset(
    "_id resumeObjectId jobDescriptionId batchId externalResumeId resumeUrl createdAt updatedAt "
    "batchAccounted isDuplicate duplicateOf rank worker".split()
)

Document = dict[str, Any]


@dataclass(slots=True)
class History:
    """What MongoDB's own log tells of each resume, by its id.

    Attributes:
        commits: how often an outcome was written.
        claims: how often a worker took it up.
        reopened: those that were settled and then taken up again, or held again, though nobody asked for it.
    """

    commits: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    reopened: set[str] = field(default_factory=set)
    _status: dict[str, str] = field(default_factory=dict)

    def add(self, id_: str, changed: Mapping[str, Any], *, whole: bool = False) -> None:
        """Take in one change of a document: its new values by their dotted names."""
        names = set(_dotted(changed))
        before = self._status.get(id_, "queued")
        after = str(changed.get("status", before))
        self._status[id_] = after
        self.claims[id_] += "worker.fence" in names
        if before in SETTLED:
            unexpected = {name for name in names if not _may_follow(name)}
            if after not in SETTLED or unexpected == _LEASE:
                self.reopened.add(id_)
            elif unexpected or whole:
                self.commits[id_] += 1
        elif after in SETTLED:
            self.commits[id_] += 1


def _dotted(changed: Mapping[str, Any]) -> Iterable[str]:
    for name, value in changed.items():
        if name == "worker" and isinstance(value, Mapping):
            yield from (f"worker.{part}" for part in value)
        else:
            yield name


def _may_follow(name: str) -> bool:
    return name in _LATER or name.startswith(_LATER_OF_WORKER)


def history(database: "Database[Document]", *, since: Timestamp) -> History:
    """Read every change of the resumes since a moment, to the last."""
    told = History()
    with database.watch(start_at_operation_time=since, max_await_time_ms=1000) as changes:
        database["end"].insert_one({})
        for change in changes:
            if change["ns"].get("coll") == "end":
                break
            if change["ns"].get("coll") != "resumeprocessings" or "documentKey" not in change:
                continue
            id_ = str(change["documentKey"]["_id"])
            if change["operationType"] == "update":
                update = change["updateDescription"]
                gone = dict.fromkeys(update["removedFields"])
                # The end of a lease is taken away in the very update that settles.
                told.add(id_, {**gone, **update["updatedFields"]})
            elif change["operationType"] == "replace":
                told.add(id_, change["fullDocument"], whole=True)
    return told


@dataclass(slots=True)
class Verdict:
    """What the oracle found. Everything but `re_executions` must be 0.

    Attributes:
        lost: resumes without an outcome, or with one that the backend never counted.
        double_counted: by how much the backend's counters exceed what was to be counted.
        double_commits: outcomes written more than once.
        wrong_ranks: resumes with another place than their score gives them, or unranked in a complete batch.
        wrong_outcomes: resumes whose outcome is not, to the byte, that of the undisturbed run.
        broken_rules: whatever else should not be.
        re_executions: tries beyond the first; they are what recovery costs.
        details: what was wrong with what.
    """

    lost: int = 0
    double_counted: int = 0
    double_commits: int = 0
    wrong_ranks: int = 0
    wrong_outcomes: int = 0
    broken_rules: int = 0
    re_executions: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def green(self) -> bool:
        """True where nothing was lost and nothing done twice."""
        return not (
            self.lost
            or self.double_counted
            or self.double_commits
            or self.wrong_ranks
            or self.wrong_outcomes
            or self.broken_rules
        )


def fingerprints(database: "Database[Document]", numbers: Mapping[str, int]) -> dict[int, str]:
    """Return a hash of each resume's whole outcome, by its number in the plan."""
    return {
        numbers[str(document["_id"])]: _fingerprint(document)
        for document in database["resumeprocessings"].find()
    }


def _fingerprint(document: Document) -> str:
    outcome = {name: value for name, value in document.items() if name not in _OF_THE_RUN}
    text = json.dumps(outcome, default=json_util.default, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def judge(
    database: "Database[Document]",
    *,
    told: History,
    numbers: Mapping[str, int],
    reference: Mapping[int, str] | None,
    calls: Sequence[Mapping[str, Any]],
    call_seconds: float,
) -> Verdict:
    """Compare what is with what must be.

    Args:
        database: of the backend, at rest.
        told: its history.
        numbers: id -> number in the plan, of all that was published.
        reference: fingerprints of an undisturbed run; None where there was none.
        calls: what the backend noted of the calls to it.
        call_seconds: for how long a call whose caller is gone may still be at the backend.
    """
    verdict = Verdict()
    documents = {str(found["_id"]): found for found in database["resumeprocessings"].find()}
    for id_ in numbers.keys() - documents.keys():
        verdict.lost += 1
        verdict.details.append(f"{id_} is gone")
    for id_, document in documents.items():
        _judge_document(verdict, id_, document, told)
    _judge_counters(verdict, database, documents.values())
    _judge_ranks(verdict, documents.values())
    _judge_calls(verdict, calls, call_seconds)
    if reference is not None:
        for id_, number in numbers.items():
            if id_ in documents and _fingerprint(documents[id_]) != reference[number]:
                verdict.wrong_outcomes += 1
                verdict.details.append(f"{id_} (number {number}) came out differently than undisturbed")
    return verdict


def _judge_document(verdict: Verdict, id_: str, document: Document, told: History) -> None:
    worker = document.get("worker", {})
    commits = told.commits[id_]
    if document["status"] not in SETTLED or not document["batchAccounted"]:
        verdict.lost += 1
        verdict.details.append(f"{id_} is {document['status']}, counted: {document['batchAccounted']}")
    if commits > 1:
        verdict.double_commits += commits - 1
        verdict.details.append(f"{id_} was committed {commits} times")
    if document["status"] in SETTLED and not commits:
        verdict.broken_rules += 1
        verdict.details.append(f"{id_} is settled, and nobody saw it happen")
    if id_ in told.reopened:
        verdict.broken_rules += 1
        verdict.details.append(f"{id_} was taken up or held again after it was settled")
    if worker.get("leaseUntil") is not None:
        verdict.broken_rules += 1
        verdict.details.append(f"{id_} still has a lease")
    verdict.re_executions += max(told.claims[id_] - 1, 0)


def _judge_counters(verdict: Verdict, database: "Database[Document]", documents: Iterable[Document]) -> None:
    all_: Counter[object] = Counter()
    failed: Counter[object] = Counter()
    for document in documents:
        for owner in (document["batchId"], document["jobDescriptionId"]):
            all_[owner] += 1
            failed[owner] += document["status"] == "failed"
    for owner in [*database["batches"].find(), *database["jobs"].find()]:
        key = owner["_id"]
        processed = owner.get("processed", 0)
        if processed > all_[key]:
            verdict.double_counted += processed - all_[key]
        elif processed < all_[key] or owner.get("failed", 0) != failed[key]:
            verdict.broken_rules += 1
        else:
            continue
        verdict.details.append(
            f"{key} counts {processed}, {owner.get('failed', 0)} of them failed; "
            f"there are {all_[key]} and {failed[key]}"
        )


def _judge_ranks(verdict: Verdict, documents: Iterable[Document]) -> None:
    """Places go by score, then content, then id, from 1 on, over all batches of a job."""
    stand: dict[ObjectId, list[Document]] = {}
    for document in documents:
        if document["status"] == "completed" and document["preFilter"]["passed"]:
            stand.setdefault(document["jobDescriptionId"], []).append(document)
        elif document.get("rank") is not None:
            verdict.wrong_ranks += 1
            verdict.details.append(f"{document['_id']} has a rank and did not pass")
    for of_job in stand.values():
        of_job.sort(key=lambda found: (-found["finalScore"], found["contentHash"], found["_id"]))
        for place, document in enumerate(of_job, start=1):
            if document.get("rank") != place or document["rankingStatus"] != "completed":
                verdict.wrong_ranks += 1
                verdict.details.append(f"{document['_id']} ranks {document.get('rank')}, not {place}")


def _judge_calls(verdict: Verdict, calls: Sequence[Mapping[str, Any]], call_seconds: float) -> None:
    """No two calls at once for one resume, unless the backend died or forgot the first."""
    under_way: dict[str, Mapping[str, Any]] = {}
    for call in calls:
        match call["event"]:
            case "begins":
                other = under_way.get(call["processing"])
                if other and other["life"] == call["life"] and call["at"] - other["at"] < call_seconds:
                    verdict.broken_rules += 1
                    verdict.details.append(f"two calls at once for {call['processing']}")
                under_way[call["processing"]] = call
            case "ends":
                under_way.pop(call["processing"], None)
            case "complete" if call["unranked"]:
                verdict.wrong_ranks += call["unranked"]
                verdict.details.append(f"{call['batch']} was complete with {call['unranked']} unranked")
