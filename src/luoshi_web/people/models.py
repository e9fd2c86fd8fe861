"""Who signs in, and which post they hold from when to when. Units stand in the district pack, by key."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The six roles; what each may do stands in access.py and nowhere else."""

    CLERK = "clerk", _("督查室")
    REPORTER = "reporter", _("填报人")
    KEEPER = "keeper", _("台账管理")
    LEADER = "leader", _("区领导")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("系统管理")


class Persons(BaseUserManager["Person"]):
    """Makes persons; the reference that entries carry is made once and never holds a name."""

    def enrol(self, login: str, password: str | None = None, **facts: Any) -> Person:
        """Create a person who can sign in."""
        person = self.model(login=login, **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, login: str | None) -> Person:
        """People type their login in any case."""
        return self.get(login__iexact=login)


class Person(AbstractBaseUser):
    """One person. `ref` is what entries carry instead of a name, so that a name can be erased and the chain still holds."""

    login = models.CharField(max_length=64, unique=True)
    ref = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "login"
    objects = Persons()

    class Meta:
        ordering = ["login"]

    def __str__(self) -> str:
        return self.name

    def say(self, lang: str) -> str:
        """The name in the reader's language."""
        return self.name_en if lang.startswith("en") and self.name_en else self.name


class Post(models.Model):
    """A person's post: role in a unit, from a day to a day. A transfer ends one and opens another; none is edited away."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=Role.choices)
    unit = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}@{self.unit}"


class SignInTry(models.Model):
    """Failed tries by the login as typed. Unknown logins are counted too, so a lock tells nobody who exists."""

    login = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.login} {self.failures}"


class Token(models.Model):
    """接口令牌: another system's way in. It acts as a person of its own, with a post, so that the same gate holds; only the
    hash of its text is kept. When it was last used is not kept: nothing here watches use."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="token")
    sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.person.name

    @property
    def post(self) -> Post:
        """The one post it was made with."""
        return self.person.posts.all()[0]


class Channel(models.Model):
    """渠道: where a unit is told, from a day to a day. `address` is a mail address or a robot's key; it and `secret`
    are written once, never shown again, and wiped when the channel ends (`shown` stays)."""

    class Kind(models.TextChoices):
        """The four ways."""

        EMAIL = "email", _("邮件")
        WECOM = "wecom", _("企业微信群机器人")
        DINGTALK = "dingtalk", _("钉钉群机器人")
        FEISHU = "feishu", _("飞书群机器人")

    unit = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    address = models.CharField(max_length=254)
    secret = models.CharField(max_length=200, blank=True)  # the robot's signing secret
    shown = models.CharField(max_length=254)  # what the administrator tells it by
    language = models.CharField(max_length=2, default="zh")
    parts = models.JSONField(default=list)  # keys of luoshi.desk.digest.PARTS
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["unit", "id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.shown}"


class Feed(models.Model):
    """日历订阅: a unit's due dates under an address that only its holder knows; the database keeps its digest."""

    unit = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="feeds")
    made_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.unit} {self.made_on}"
