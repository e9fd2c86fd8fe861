"""The tables. `Entry` and `Attachment` are append-only: triggers refuse UPDATE and DELETE in the database itself,
so that neither a bug of ours nor a hand on the console can change what was told (migrations/0002)."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.chain import NAME_LENGTH_MAX
from luoshi_web.people.models import Channel, Person


class Entry(models.Model):
    """One appended fact (luoshi.ledger.entry.Entry). `content` is the very text that was hashed; the columns beside it
    are copies to search by, and the audit compares them with it."""

    seq = models.BigIntegerField(primary_key=True)
    register = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    verb = models.CharField(max_length=16)
    true_on = models.DateField()
    known_at = models.DateTimeField()
    content = models.TextField()
    digest = models.CharField(max_length=NAME_LENGTH_MAX)
    prev = models.CharField(max_length=NAME_LENGTH_MAX, blank=True)
    hash = models.CharField(max_length=NAME_LENGTH_MAX, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["register", "key", "seq"], name="entry_item"),
            models.Index(fields=["known_at"], name="entry_known"),
        ]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.register}/{self.key} {self.verb}"


class Attachment(models.Model):
    """A file, stored once under its SHA-256: the same file twice is the same row."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=255)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    stored_at = models.DateTimeField()
    stored_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """An uploaded speech as it was read. What was read is kept, so that draft 7 stays draft 7 when the rules improve."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT)
    title = models.CharField(max_length=300)
    meeting = models.CharField(max_length=120, blank=True)
    meeting_on = models.DateField()
    text = models.TextField()
    found = models.JSONField()  # repairs, gaps, outline, questions, problems
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["-meeting_on", "-id"]

    def __str__(self) -> str:
        return self.title


class DraftDecision(models.Model):
    """The working state of one draft. `version` is compared and set: of two people who settle the same draft, one wins."""

    OPEN, ACCEPTED, STRUCK, JOINED, SPLIT = "open", "accepted", "struck", "joined", "split"
    STATES = [(s, s) for s in (OPEN, ACCEPTED, STRUCK, JOINED, SPLIT)]

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=STATES, default=OPEN)
    version = models.PositiveIntegerField(default=0)
    draft = models.JSONField()  # the draft as read
    mended = models.JSONField(default=dict)  # only what a person changed
    before = models.JSONField(default=list)  # earlier (state, mended, ...) for undo
    parts = models.JSONField(default=list)  # numbers this one was made from or split into
    item = models.CharField(max_length=128, blank=True)  # the commitment it became
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="one_draft_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}/{self.number} {self.state}"


class Job(models.Model):
    """后台任务: work that outlasts a request (luoshi_web.jobs). While one is not done, no second is taken about the
    same matter; `tries` is raised by every claim, and whoever writes to a running job names the number they hold."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
    UNCERTAIN = "uncertain"  # broke off, and doing it again might do it twice
    STATES = [(s, s) for s in (WAITING, RUNNING, DONE, FAILED, UNCERTAIN)]

    kind = models.CharField(max_length=32)
    about = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=STATES, default=WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    asked_by = models.CharField(max_length=64, blank=True)  # a person's reference; "" = by itself
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "kind", "id"], name="job_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_job_about_a_matter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.state}"


class Notice(models.Model):
    """通知: one text for one channel. It is `sending`, and committed as that, before the network is touched, so that
    one whose sender died is known to be uncertain and is never sent again by itself."""

    WAITING, SENDING, SENT, FAILED, UNCERTAIN = "waiting", "sending", "sent", "failed", "uncertain"
    STATES = [(s, s) for s in (WAITING, SENDING, SENT, FAILED, UNCERTAIN)]
    DIGEST, TRY = "digest", "try"

    day = models.DateField()
    unit = models.CharField(max_length=64)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=16)
    text = models.TextField()
    state = models.CharField(max_length=9, choices=STATES, default=WAITING)
    reason = models.JSONField(null=True)  # the problem that it met last
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()  # not before
    tried_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=64, blank=True)  # a person's reference; "" = by itself

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["state", "next_at"], name="notice_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "channel", "kind"],
                condition=~models.Q(kind="try"),  # a person may try as often as they like
                name="told_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit} {self.kind} {self.state}"


class SheetUpload(models.Model):
    """来表: a sheet that a unit sent for one register, with what was put right and chosen until it is confirmed."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)
    register = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    start = models.DateField()  # the period it reports on
    end = models.DateField()
    lines = models.PositiveIntegerField(default=0)  # rows of its longest sheet
    mended = models.JSONField(default=dict)  # place -> what a person put into the cell
    chosen = models.JSONField(default=dict)  # row -> skip, update or new
    sent_by = models.CharField(max_length=64)  # a person's reference
    sent_at = models.DateTimeField()
    written = models.JSONField(default=dict)  # what the confirmation entered: items and entries
    confirmed_by = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attachment", "register", "unit"], name="one_upload_a_sheet"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id[:8]} {self.register} {self.unit}"


class SheetComparison(models.Model):
    """对照: what the runner found that a long sheet would do, for the pages to show; the last one of each upload."""

    upload = models.OneToOneField(SheetUpload, on_delete=models.CASCADE)
    ground = models.CharField(max_length=64)  # names all that it stands on (sheets.ground)
    content = models.BinaryField()  # luoshi_web.long_sheets

    def __str__(self) -> str:
        return f"{self.upload_id} {self.ground[:8]}"


class HeadMapping(models.Model):
    """栏名对应: which field a unit's column is, named by hand once and remembered; "" leaves the column out."""

    register = models.CharField(max_length=64)
    unit = models.CharField(max_length=64)
    head = models.CharField(max_length=300)
    field = models.CharField(max_length=64, blank=True)
    named_by = models.CharField(max_length=64)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "head"], name="one_field_a_head_of_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.head} -> {self.field}"


class LandAnswer(models.Model):
    """测算结果: what was worked out of a land case, under the digest of the case. Kept so that the same question has the
    same answer; nothing is lost with it that cannot be worked out again."""

    digest = models.CharField(max_length=64)
    question = models.CharField(max_length=16)
    content = models.JSONField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "question"], name="one_answer_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.question}"


class Pack(models.Model):
    """会议材料: the papers of a sitting as they were frozen. The file itself is an attachment, which nothing can change;
    its two dates and its seal say what it stands on, so that it can be made again and compared."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT)
    true_on = models.DateField()
    known_at = models.DateTimeField()
    number = models.CharField(max_length=60, blank=True)
    demands = models.JSONField(default=list)
    templates = models.JSONField(
        default=dict
    )  # kind -> digest of the Word template it was made with
    size = models.PositiveBigIntegerField()  # entries of the ledger that it stands on
    root = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)  # a person's reference

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.true_on} {self.root[:8]}"


class PaperTemplate(models.Model):
    """公文模板: the Word file that a kind of paper is filled into from then on; without an attachment, ours again. The last row of a
    kind holds, the earlier ones stay."""

    kind = models.CharField(max_length=16)
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT)
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.attachment_id or 'ours'}"
