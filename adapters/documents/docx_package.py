"""The parts of a Word document's archive (ECMA-376, part 2), inflated and parsed within bounds."""

import posixpath
import zipfile

from lxml import etree

from application.errors import RefusalReason, UnprocessableError

_MAX_ENTRIES = 3_000
_MAX_PART = 32 * 1024 * 1024  # bytes of one XML part, inflated
_MAX_PARTS = 64 * 1024 * 1024  # bytes of all parts read, inflated
_MAX_TOTAL = 512 * 1024 * 1024  # bytes that the archive says it holds, pictures included
_MAX_RATIO = 200  # inflated to deflated; XML of Word is below 40
_RATIO_FROM = 1024 * 1024  # bytes under which no ratio matters
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # ECMA-376, part 2, annex B: no other way is allowed

_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class DocxPackage:
    """The parts of the archive, inflated within bounds."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_TOTAL:
            raise UnprocessableError(
                RefusalReason.TOO_LARGE, "The Word document unpacks to far too much data."
            )
        self._archive = archive
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._left = _MAX_PARTS
        self.has_pictures = any("media/" in name for name in self._entries)

    def main_part(self) -> str:
        """The name of the document's body, by the package's relationships or by its usual place."""
        for name in (*self.related("", "officeDocument"), "word/document.xml"):
            if name in self._entries:
                if not name.startswith("word/"):
                    break
                return name
        raise UnprocessableError(
            RefusalReason.UNSUPPORTED, "The file is an archive, but no Word document (.docx)."
        )

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the existing parts of one kind that a part points to, in the order of the file."""
        return list(dict.fromkeys(self.related_by_id(part, kind).values()))

    def related_by_id(self, part: str, kind: str) -> dict[str, str]:
        """The same parts by the identifier of the relationship."""
        folder, name = posixpath.split(part)
        relationships = posixpath.join(folder, "_rels", name + ".rels") if part else "_rels/.rels"
        if relationships not in self._entries:
            return {}
        found = {}
        for relationship in self.parse(relationships).iter(_RELATIONSHIP):
            target = relationship.get("Target", "")
            if relationship.get("TargetMode") == "External" or not relationship.get("Type", "").endswith(
                "/" + kind
            ):
                continue
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            if path.lower() in self._entries:
                found[relationship.get("Id", "")] = path.lower()
        return found

    def parse(self, name: str) -> etree._Element:
        """The root of an XML part; entities and external references are never followed."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        return etree.fromstring(_transitional(self._inflate(name)), parser)

    def _inflate(self, name: str) -> bytes:
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise UnprocessableError(RefusalReason.ENCRYPTED, "The Word document is protected by a password.")
        if entry.compress_type not in _PACKED:
            raise zipfile.BadZipFile("packed in a way that the standard does not know")
        limit = min(_MAX_PART, self._left)
        if entry.file_size > _RATIO_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
            limit = -1
        if entry.file_size > limit:
            raise UnprocessableError(
                RefusalReason.TOO_LARGE, "The Word document unpacks to far too much data."
            )
        with self._archive.open(entry) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:  # the archive may lie about sizes
            raise UnprocessableError(
                RefusalReason.TOO_LARGE, "The Word document unpacks to far too much data."
            )
        self._left -= len(content)
        return content


def _transitional(xml: bytes) -> bytes:
    """The names of the strict variant of the standard (ISO/IEC 29500-1) brought to the usual ones."""
    if _STRICT.encode() not in xml:
        return xml
    for name in (b"wordprocessingml", b"drawingml"):
        xml = xml.replace(
            _STRICT.encode() + name + b"/main", b"http://schemas.openxmlformats.org/" + name + b"/2006/main"
        )
    return xml.replace(
        _STRICT.encode() + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
